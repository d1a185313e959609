package dev.hearth.services.registry;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fake of {@link RegistryStore}. */
final class MemoryRegistryStore implements RegistryStore {

    private record VersionKey(String function, String version) {}

    private final Map<VersionKey, FunctionRecord> functions = new HashMap<>();
    private final Map<FunctionPart.Key, FunctionPart> parts = new HashMap<>();
    private final Map<VersionKey, LayerVersion> layers = new HashMap<>();
    private final Map<RegistryChange.Series, Map<String, Long>> counts = new EnumMap<>(RegistryChange.Series.class);

    @Override
    public synchronized Contents load() {
        Map<RegistryChange.Series, Map<String, Long>> counted = new EnumMap<>(RegistryChange.Series.class);
        counts.forEach((series, names) -> counted.put(series, Map.copyOf(names)));
        return new Contents(
                List.copyOf(functions.values()), List.copyOf(parts.values()), List.copyOf(layers.values()), counted);
    }

    @Override
    public synchronized void commit(List<RegistryChange> changes) {
        changes.forEach(this::apply);
    }

    private void apply(RegistryChange change) {
        switch (change) {
            case RegistryChange.PutFunction(FunctionRecord function) ->
                functions.put(new VersionKey(function.name(), function.version()), function);
            case RegistryChange.DropVersion(String function, String version) -> {
                functions.remove(new VersionKey(function, version));
                parts.keySet()
                        .removeIf(key -> key.function().equals(function)
                                && key.qualifier().equals(version));
            }
            case RegistryChange.DropFunction(String function) -> {
                functions.keySet().removeIf(key -> key.function().equals(function));
                parts.keySet().removeIf(key -> key.function().equals(function));
            }
            case RegistryChange.PutPart(FunctionPart part) -> parts.put(part.key(), part);
            case RegistryChange.DropPart(FunctionPart.Key key) -> parts.remove(key);
            case RegistryChange.PutLayer(LayerVersion layer) ->
                layers.put(new VersionKey(layer.name(), Long.toString(layer.version())), layer);
            case RegistryChange.DropLayer(String name, long version) ->
                layers.remove(new VersionKey(name, Long.toString(version)));
            case RegistryChange.Count(RegistryChange.Series series, String name, long last) ->
                counts.computeIfAbsent(series, _ -> new HashMap<>()).put(name, last);
        }
    }
}
