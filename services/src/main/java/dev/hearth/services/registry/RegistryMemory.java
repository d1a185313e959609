package dev.hearth.services.registry;

import dev.hearth.core.AwsScope;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows, in memory and in its store, which every change reaches first.
 *
 * <p>Reads take no lock. A change takes the one lock for its decision and its commit.
 */
final class RegistryMemory {

    private final AwsScope scope;
    private final RegistryStore store;
    private final ConcurrentSkipListMap<String, FunctionFamily> functions = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, NavigableMap<Long, LayerVersion>> layers =
            new ConcurrentSkipListMap<>();
    private final Map<RegistryChange.Series, Map<String, Long>> counts = new EnumMap<>(RegistryChange.Series.class);
    private final ReentrantLock writing = new ReentrantLock();

    RegistryMemory(AwsScope scope, RegistryStore store) {
        this.scope = scope;
        this.store = store;
        for (RegistryChange.Series series : RegistryChange.Series.values()) {
            counts.put(series, new ConcurrentHashMap<>());
        }
    }

    AwsScope scope() {
        return scope;
    }

    /** Fills the memory from the store. */
    void load(FunctionDecisions decisions) {
        RegistryStore.Contents contents = store.load();
        // A family begins with its $LATEST.
        Stream<FunctionRecord> latest =
                contents.functions().stream().filter(f -> f.version().equals(FunctionRecord.LATEST));
        Stream<FunctionRecord> published =
                contents.functions().stream().filter(f -> !f.version().equals(FunctionRecord.LATEST));
        Stream.concat(latest, published)
                .map(decisions::reloaded)
                .forEach(function -> apply(new RegistryChange.PutFunction(function)));
        contents.parts().forEach(part -> apply(new RegistryChange.PutPart(part)));
        contents.layers().forEach(layer -> apply(new RegistryChange.PutLayer(layer)));
        contents.counts().forEach((series, names) -> counts(series).putAll(names));
    }

    /** Commits {@code changes}, then remembers them. The caller holds the lock. */
    void commit(List<RegistryChange> changes) {
        if (!changes.isEmpty()) {
            store.commit(changes);
            changes.forEach(this::apply);
        }
    }

    private void apply(RegistryChange change) {
        switch (change) {
            case RegistryChange.PutFunction(FunctionRecord function) ->
                functions.compute(
                        function.name(),
                        (name, family) -> family == null
                                ? FunctionFamily.of(function, arn(name))
                                : family.with(function, arn(name)));
            case RegistryChange.DropVersion(String function, String version) ->
                functions.computeIfPresent(function, (_, family) -> family.without(version));
            case RegistryChange.DropFunction(String function) -> functions.remove(function);
            case RegistryChange.PutPart(FunctionPart part) ->
                functions.computeIfPresent(part.key().function(), (_, family) -> family.with(part));
            case RegistryChange.DropPart(FunctionPart.Key key) ->
                functions.computeIfPresent(key.function(), (_, family) -> family.without(key));
            case RegistryChange.PutLayer(LayerVersion layer) ->
                layers.compute(layer.name(), (_, versions) -> {
                    NavigableMap<Long, LayerVersion> all = versions == null ? new TreeMap<>() : new TreeMap<>(versions);
                    all.put(layer.version(), layer);
                    return all;
                });
            case RegistryChange.DropLayer(String name, long version) ->
                layers.computeIfPresent(name, (_, versions) -> {
                    NavigableMap<Long, LayerVersion> all = new TreeMap<>(versions);
                    all.remove(version);
                    return all.isEmpty() ? null : all;
                });
            case RegistryChange.Count(RegistryChange.Series series, String name, long last) ->
                counts(series).put(name, last);
        }
    }

    private Map<String, Long> counts(RegistryChange.Series series) {
        return counts.getOrDefault(series, Map.of());
    }

    <T extends @Nullable Object> T writing(Supplier<T> change) {
        writing.lock();
        try {
            return change.get();
        } finally {
            writing.unlock();
        }
    }

    @Nullable
    FunctionFamily find(String name) {
        return functions.get(name);
    }

    /** The function, as a caller named it; its qualifier may mean nothing. */
    FunctionFamily family(FunctionReference reference) {
        FunctionFamily family = functions.get(reference.name());
        if (family == null) {
            throw FunctionDecisions.notFound(arn(reference.name()), reference.qualifier());
        }
        return family;
    }

    FunctionReference reference(String action, String function, @Nullable String qualifier) {
        return FunctionReference.existing(scope, action, function, qualifier);
    }

    /** Functions in order of name, those after {@code name} only. */
    Collection<FunctionFamily> after(String name) {
        return functions.tailMap(name, false).values();
    }

    Collection<FunctionFamily> all() {
        return functions.values();
    }

    boolean contains(String name) {
        return functions.containsKey(name);
    }

    /** The highest number given in a series so far; 0 for none. */
    long last(RegistryChange.Series series, String name) {
        return counts(series).getOrDefault(name, 0L);
    }

    /** Every package that something refers to. */
    Stream<String> digests() {
        Stream<String> used = functions.values().stream()
                .flatMap(family -> family.versions().stream())
                .flatMap(function -> function.digests().stream());
        return Stream.concat(used, allLayers().map(layer -> layer.code().digest()));
    }

    /** The versions of a layer by number; none when there is no such layer. The map is never written to. */
    NavigableMap<Long, LayerVersion> layer(String name) {
        return layers.getOrDefault(name, Collections.emptyNavigableMap());
    }

    /** The versions of each layer, in order of name. */
    Collection<NavigableMap<Long, LayerVersion>> layers() {
        return layers.values();
    }

    private Stream<LayerVersion> allLayers() {
        return layers.values().stream().flatMap(versions -> versions.values().stream());
    }

    /** Bytes of all packages, zipped, each version's own counted. */
    long codeSize() {
        long ofFunctions = functions.values().stream()
                .flatMap(family -> family.versions().stream())
                .mapToLong(version -> version.code().size())
                .sum();
        return ofFunctions + allLayers().mapToLong(layer -> layer.code().size()).sum();
    }

    /** The unqualified ARN of a function. */
    String arn(String name) {
        return scope.arn("lambda", "function:" + name);
    }
}
