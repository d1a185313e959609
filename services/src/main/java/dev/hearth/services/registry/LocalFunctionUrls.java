package dev.hearth.services.registry;

import dev.hearth.core.Ports;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shell around {@link UrlDecisions}. */
final class LocalFunctionUrls implements FunctionUrls {

    private static final int ID_DIGITS = 32;

    private final Ports ports;
    private final RegistryMemory memory;
    /** Where URLs were found last; an entry may be stale. */
    private final Map<String, FunctionPart.Key> known = new ConcurrentHashMap<>();

    LocalFunctionUrls(Ports ports, RegistryMemory memory) {
        this.ports = ports;
        this.memory = memory;
    }

    @Override
    public FunctionUrl create(Wish wish) {
        FunctionReference reference = reference("CreateFunctionUrlConfig", wish.function(), wish.qualifier());
        UrlDecisions.checkModel(wish, true);
        String id = ports.randomness().hex(ID_DIGITS);
        return commit(reference, family -> UrlDecisions.created(family, reference.qualifier(), wish, id, now()));
    }

    @Override
    public FunctionUrl get(String function, @Nullable String qualifier) {
        FunctionReference reference = reference("GetFunctionUrlConfig", function, qualifier);
        return UrlDecisions.existing(memory.family(reference), reference.qualifier());
    }

    @Override
    public FunctionUrl update(Wish wish) {
        FunctionReference reference = reference("UpdateFunctionUrlConfig", wish.function(), wish.qualifier());
        UrlDecisions.checkModel(wish, false);
        return commit(
                reference,
                family -> UrlDecisions.updated(UrlDecisions.existing(family, reference.qualifier()), wish, now()));
    }

    private FunctionUrl commit(FunctionReference reference, Function<FunctionFamily, FunctionUrl> decision) {
        return memory.writing(() -> {
            FunctionUrl url = decision.apply(memory.family(reference));
            memory.commit(List.of(new RegistryChange.PutPart(new FunctionPart.Url(url))));
            return url;
        });
    }

    @Override
    public void delete(String function, @Nullable String qualifier) {
        FunctionReference reference = reference("DeleteFunctionUrlConfig", function, qualifier);
        memory.writing(() -> {
            FunctionUrl url = UrlDecisions.existing(memory.family(reference), reference.qualifier());
            memory.commit(List.of(new RegistryChange.DropPart(new FunctionPart.Url(url).key())));
            return known.remove(url.id());
        });
    }

    @Override
    public Page list(String function, @Nullable String marker, @Nullable Integer maxItems) {
        FunctionReference reference = reference("ListFunctionUrlConfigs", function, null);
        List<FunctionUrl> all = memory.family(reference)
                .all(FunctionPart.Url.class)
                .map(FunctionPart.Url::url)
                .sorted(Comparator.comparing(FunctionUrl::qualifier))
                .toList();
        Markers.Page<FunctionUrl> page =
                Markers.page(all, FunctionUrl::qualifier, marker, maxItems, UrlDecisions.MAX_ITEMS);
        return new Page(page.items(), page.nextMarker());
    }

    @Override
    public @Nullable FunctionUrl find(String id) {
        if (id.length() != ID_DIGITS) {
            return null;
        }
        FunctionPart.Key key = known.get(id);
        FunctionFamily family = key == null ? null : memory.find(key.function());
        FunctionUrl url = key == null || family == null ? null : UrlDecisions.at(family, key.qualifier());
        return url != null && url.id().equals(id) ? url : search(id);
    }

    private @Nullable FunctionUrl search(String id) {
        known.remove(id);
        FunctionPart.Url found = memory.all().stream()
                .flatMap(family -> family.all(FunctionPart.Url.class))
                .filter(part -> part.url().id().equals(id))
                .findAny()
                .orElse(null);
        if (found == null) {
            return null;
        }
        known.put(id, found.key());
        return found.url();
    }

    private FunctionReference reference(String action, @Nullable String function, @Nullable String qualifier) {
        Constraints constraints = new Constraints();
        UrlDecisions.checkQualifier(constraints, qualifier);
        constraints.verify();
        return FunctionReference.existing(memory.scope(), "lambda:" + action, function, qualifier);
    }

    private Instant now() {
        return ports.time().instant();
    }
}
