package dev.hearth.neighbours.ssm;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An {@link SsmStore} in memory. */
final class MemorySsmStore implements SsmStore {

    private final TreeMap<String, Parameter> parameters = new TreeMap<>();
    private final TreeMap<String, TreeMap<Long, ParameterVersion>> versions = new TreeMap<>();

    @Override
    public synchronized @Nullable Parameter find(String name) {
        return parameters.get(name);
    }

    @Override
    public synchronized List<Parameter> list(String prefix, String after, int most) {
        return parameters.values().stream()
                .filter(each -> each.name().startsWith(prefix) && each.name().compareTo(after) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public synchronized int count() {
        return parameters.size();
    }

    @Override
    public synchronized List<ParameterVersion> versions(String name) {
        return List.copyOf(versions.getOrDefault(name, new TreeMap<>()).values());
    }

    @Override
    public synchronized @Nullable ParameterVersion version(String name, long version) {
        return versions.getOrDefault(name, new TreeMap<>()).get(version);
    }

    @Override
    public synchronized void put(Parameter parameter) {
        parameters.put(parameter.name(), parameter);
        versions.computeIfAbsent(parameter.name(), _ -> new TreeMap<>())
                .put(parameter.latest().version(), parameter.latest());
    }

    @Override
    public synchronized void label(List<ParameterVersion> changed) {
        changed.forEach(each ->
                versions.computeIfAbsent(each.name(), _ -> new TreeMap<>()).put(each.version(), each));
    }

    @Override
    public synchronized void drop(String name, long version) {
        versions.getOrDefault(name, new TreeMap<>()).remove(version);
    }

    @Override
    public synchronized boolean delete(String name) {
        versions.remove(name);
        return parameters.remove(name) != null;
    }
}
