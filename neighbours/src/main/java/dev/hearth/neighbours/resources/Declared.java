package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type whose resources are made, changed and deleted by one operation each: which, and what goes in and comes out.
 * Without an operation that changes, every changed property makes a new resource.
 */
final class Declared implements ResourceType {

    /** An operation and what is put into it for a resource that is there. */
    private record Step(String operation, BiFunction<String, Wish, Map<String, Object>> input) {}

    private final String name;
    private final String service;
    private String creates = "";
    private Function<Wish, Map<String, Object>> createInput = Wish::properties;
    private BiFunction<Wish, Map<String, Object>, String> id = (wish, response) -> wish.madeUp(64);
    private @Nullable Step reads;
    private @Nullable Step updates;
    private @Nullable Step deletes;
    private @Nullable BiFunction<Wish, AwsCalls, @Nullable String> find;
    private boolean taken;
    private boolean once;
    private @Nullable After after;
    private final Map<String, String> members = new LinkedHashMap<>();
    private final Map<String, BiFunction<String, Wish, Object>> computed = new LinkedHashMap<>();
    private Set<String> replacing = Set.of();
    private @Nullable Function<Wish, String> creation;
    private @Nullable Function<Wish, String> changing;
    private @Nullable Before before;
    private @Nullable BiConsumer<Map<String, Object>, Map<String, Object>> responded;
    private @Nullable Mark mark;
    private Function<Map<String, Object>, String> capability = properties -> "";

    /** What is brought up to date beside the main operation; {@code before} is null for a new resource. */
    @FunctionalInterface
    interface After {
        void bring(String physicalId, @Nullable Wish before, Wish now, AwsCalls calls);
    }

    /** What is undone before the resource can be deleted. */
    @FunctionalInterface
    interface Before {
        void undo(String physicalId, Wish wish, AwsCalls calls);
    }

    private Declared(String name, String service) {
        this.name = name;
        this.service = service;
    }

    static Declared of(String name, String service) {
        return new Declared(name, service);
    }

    Declared create(String operation, Function<Wish, Map<String, Object>> input) {
        creates = operation;
        createInput = input;
        return this;
    }

    /** Where which operation makes the resource depends on its properties. */
    Declared creates(Function<Wish, String> operation) {
        creation = operation;
        return this;
    }

    /** Where which operation changes the resource depends on its properties. */
    Declared updates(Function<Wish, String> operation) {
        changing = operation;
        return this;
    }

    Declared before(Before work) {
        before = work;
        return this;
    }

    /** Attributes that the response to the creation alone has: it is given them to add to. */
    Declared responded(BiConsumer<Map<String, Object>, Map<String, Object>> more) {
        responded = more;
        return this;
    }

    /** The physical id, from the wish and the response to the creation, or to the reading of what was there. */
    Declared id(BiFunction<Wish, Map<String, Object>, String> of) {
        id = of;
        return this;
    }

    Declared read(String operation, BiFunction<String, Wish, Map<String, Object>> input) {
        reads = new Step(operation, input);
        return this;
    }

    Declared update(String operation, BiFunction<String, Wish, Map<String, Object>> input) {
        updates = new Step(operation, input);
        return this;
    }

    Declared delete(String operation, BiFunction<String, Wish, Map<String, Object>> input) {
        deletes = new Step(operation, input);
        return this;
    }

    /** How what a lost attempt made is found: its physical id, or null. */
    Declared find(BiFunction<Wish, AwsCalls, @Nullable String> search) {
        find = search;
        return this;
    }

    /**
     * Its creation succeeds for what is there already, which {@link #find} finds: that is somebody else's, and no stack
     * may take it, change it and delete it in the end.
     */
    Declared looksFirst() {
        taken = true;
        return this;
    }

    /** Its creation gives what a lost attempt made, see {@link AwsCalls#once}. */
    Declared once() {
        once = true;
        return this;
    }

    /** How what a lost attempt made is told from what somebody else made in between. */
    Declared marked(Mark how) {
        mark = how;
        return this;
    }

    Declared after(After work) {
        after = work;
        return this;
    }

    /** An attribute that is a member of the response. */
    Declared attribute(String attribute, String member) {
        members.put(attribute, member);
        return this;
    }

    Declared computed(String attribute, BiFunction<String, Wish, Object> value) {
        computed.put(attribute, value);
        return this;
    }

    Declared replacing(String... properties) {
        replacing = Set.of(properties);
        return this;
    }

    Declared capability(Function<Map<String, Object>, String> needed) {
        capability = needed;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> replacing() {
        return replacing;
    }

    @Override
    public boolean isReplacedBy(Set<String> properties) {
        return updates == null && after == null || properties.stream().anyMatch(replacing::contains);
    }

    @Override
    public String capability(Map<String, Object> properties) {
        return capability.apply(properties);
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String known = found(wish, calls);
        if (known != null && !isMine(known, wish, calls)) {
            throw AwsCalls.isTaken(name, known);
        }
        Map<String, Object> response = Map.of();
        if (known == null) {
            try {
                response = created(wish, calls);
            } catch (FaultException refused) {
                if (!AwsCalls.isThere(refused) || !isMine(id.apply(wish, Map.of()), wish, calls)) {
                    throw refused;
                }
            }
        }
        String physicalId = known != null ? known : id.apply(wish, response);
        if (known == null && taken && mark != null && !mark.isOn(physicalId, wish, calls)) {
            // Its creation gave what somebody made after we had looked.
            throw AwsCalls.isTaken(name, physicalId);
        }
        finish(physicalId, wish, calls, told);
        return made(physicalId, response, wish, calls);
    }

    private Map<String, Object> created(Wish wish, AwsCalls calls) {
        String operation = creation == null ? creates : creation.apply(wish);
        Map<String, Object> plain = createInput.apply(wish);
        Map<String, Object> input = mark == null ? plain : mark.put(plain, wish);
        return once ? calls.once(wish.mark(), service, operation, input) : calls.call(service, operation, input);
    }

    private @Nullable String found(Wish wish, AwsCalls calls) {
        if (wish.isRecorded()) {
            return wish.known();
        }
        return find != null && (wish.again() || taken) ? find.apply(wish, calls) : null;
    }

    /** Without a mark its id is one that nobody else would choose, or it is a part of something. */
    private boolean isMine(String physicalId, Wish wish, AwsCalls calls) {
        return mark == null ? wish.again() : mark.isMine(physicalId, wish, calls);
    }

    private void finish(String physicalId, Wish wish, AwsCalls calls, Consumer<String> told) {
        After more = after;
        boolean inTheWay = mark != null && mark.isInTheWay();
        if (more != null || inTheWay) {
            told.accept(physicalId);
        }
        Step update = updates;
        if (inTheWay && update != null) {
            calls.call(service, update.operation, update.input.apply(physicalId, wish));
        }
        if (more != null) {
            more.bring(physicalId, null, wish, calls);
        }
    }

    private Made made(String physicalId, Map<String, Object> response, Wish wish, AwsCalls calls) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Map<String, Object> from = response;
        Step read = reads;
        boolean missing = members.values().stream().anyMatch(member -> Properties.member(response, member) == null);
        if (missing && read != null) {
            from = calls.call(service, read.operation, read.input.apply(physicalId, wish));
        }
        for (Map.Entry<String, String> member : members.entrySet()) {
            Object value = Properties.member(from, member.getValue());
            if (value != null) {
                attributes.put(member.getKey(), value);
            }
        }
        if (responded != null && !response.isEmpty()) {
            responded.accept(response, attributes);
        }
        computed.forEach((attribute, value) -> attributes.put(attribute, value.apply(physicalId, wish)));
        return Made.of(physicalId, attributes);
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Step update = updates;
        Map<String, Object> response = update == null
                ? Map.of()
                : calls.call(
                        service,
                        changing == null ? update.operation : changing.apply(now),
                        update.input.apply(physicalId, now));
        After more = after;
        if (more != null) {
            more.bring(physicalId, before, now, calls);
        }
        return made(physicalId, response, now, calls);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Step delete = deletes;
        if (before != null) {
            before.undo(physicalId, wish, calls);
        }
        if (delete != null) {
            Properties.gone(() -> calls.call(service, delete.operation, delete.input.apply(physicalId, wish)));
        }
    }
}
