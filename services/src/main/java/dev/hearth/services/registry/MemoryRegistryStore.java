package dev.hearth.services.registry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fake of {@link RegistryStore}. */
final class MemoryRegistryStore implements RegistryStore {

    private final Map<String, FunctionRecord> functions = new ConcurrentHashMap<>();

    @Override
    public List<FunctionRecord> load() {
        return List.copyOf(functions.values());
    }

    @Override
    public void put(FunctionRecord function) {
        functions.put(function.name(), function);
    }

    @Override
    public void delete(String name) {
        functions.remove(name);
    }
}
