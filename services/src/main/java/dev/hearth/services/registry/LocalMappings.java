package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The shell of {@link Mappings}: all are in memory, and in the store before a change is answered. */
final class LocalMappings implements Mappings {

    private static final String CREATE = "lambda:CreateEventSourceMapping";
    private static final String UPDATE = "lambda:UpdateEventSourceMapping";

    private final MappingStore store;
    private final Registry registry;
    private final Sources sources;
    private final Listener listener;
    private final Ports ports;
    private final ConcurrentSkipListMap<String, EventSourceMapping> byUuid = new ConcurrentSkipListMap<>();
    private final Object changing = new Object();

    LocalMappings(MappingStore store, Registry registry, Sources sources, Listener listener, Ports ports) {
        this.store = store;
        this.registry = registry;
        this.sources = sources;
        this.listener = listener;
        this.ports = ports;
        store.mappings().forEach(mapping -> byUuid.put(mapping.uuid(), mapping));
    }

    @Override
    public void begin() {
        byUuid.values().forEach(listener::changed);
    }

    @Override
    public EventSourceMapping create(MappingWish wish) {
        MappingRules.checkModel(wish, true);
        MappingRules.checkSource(wish);
        String function = Objects.requireNonNull(wish.function());
        FunctionRecord target = registry.get(CREATE, function, null);
        String arn = registry.arn(function, null);
        Sources.Source read = wish.sourceArn() == null ? null : sources.source(wish.sourceArn());
        synchronized (changing) {
            EventSourceMapping made = MappingDecisions.create(
                    ports.randomness().uuid().toString(),
                    arn,
                    target.configuration().timeoutSeconds(),
                    wish,
                    read,
                    ports.time().instant());
            for (EventSourceMapping each : byUuid.values()) {
                if (MappingDecisions.isSame(each, made)) {
                    throw MappingDecisions.alreadyThere(each, target.name());
                }
            }
            return keep(made);
        }
    }

    private EventSourceMapping keep(EventSourceMapping mapping) {
        store.put(mapping);
        byUuid.put(mapping.uuid(), mapping);
        listener.changed(mapping);
        return mapping;
    }

    @Override
    public EventSourceMapping get(String uuid) {
        EventSourceMapping mapping = byUuid.get(uuid);
        if (mapping == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "The resource you requested does not exist.").asException();
        }
        return mapping;
    }

    @Override
    public EventSourceMapping update(String uuid, MappingWish wish) {
        synchronized (changing) {
            EventSourceMapping present = get(uuid);
            String function = wish.function() == null ? present.functionArn() : wish.function();
            FunctionRecord target = registry.get(UPDATE, function, null);
            return keep(MappingDecisions.update(
                    present,
                    registry.arn(function, null),
                    target.configuration().timeoutSeconds(),
                    wish,
                    present.sourceArn().isEmpty() ? null : sources.source(present.sourceArn()),
                    ports.time().instant()));
        }
    }

    @Override
    public void tag(String uuid, Map<String, String> tags) {
        synchronized (changing) {
            EventSourceMapping present = get(uuid);
            retag(present, TagRules.merged(present.extras().tags(), tags));
        }
    }

    @Override
    public void untag(String uuid, List<String> keys) {
        synchronized (changing) {
            EventSourceMapping present = get(uuid);
            Map<String, String> tags = new HashMap<>(present.extras().tags());
            keys.forEach(tags::remove);
            retag(present, tags);
        }
    }

    /** Tags are of no interest to whoever polls. */
    private void retag(EventSourceMapping present, Map<String, String> tags) {
        EventSourceMapping tagged = present.with(present.extras().tagged(tags));
        store.put(tagged);
        byUuid.put(tagged.uuid(), tagged);
    }

    @Override
    public String lastResult(String uuid) {
        return listener.lastResult(uuid);
    }

    @Override
    public EventSourceMapping delete(String uuid) {
        synchronized (changing) {
            EventSourceMapping present = get(uuid);
            store.delete(uuid);
            byUuid.remove(uuid);
            listener.deleted(uuid);
            return present;
        }
    }

    @Override
    public Page list(
            @Nullable String sourceArn,
            @Nullable String function,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        String arn = function == null ? null : registry.arn(function, null);
        List<EventSourceMapping> all = byUuid.values().stream()
                .filter(each -> sourceArn == null || each.sourceArn().equals(sourceArn))
                .filter(each -> arn == null
                        || each.functionArn().equals(arn)
                        || each.unqualifiedArn().equals(arn))
                .toList();
        Markers.Page<EventSourceMapping> page = Markers.page(all, EventSourceMapping::uuid, marker, maxItems);
        return new Page(page.items(), page.nextMarker());
    }
}
