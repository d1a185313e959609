package dev.hearth.services.registry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@link MappingStore} in memory, for tests. */
final class MemoryMappingStore implements MappingStore {

    private final Map<String, EventSourceMapping> mappings = new ConcurrentHashMap<>();

    @Override
    public List<EventSourceMapping> mappings() {
        return List.copyOf(mappings.values());
    }

    @Override
    public void put(EventSourceMapping mapping) {
        mappings.put(mapping.uuid(), mapping);
    }

    @Override
    public void delete(String uuid) {
        mappings.remove(uuid);
    }
}
