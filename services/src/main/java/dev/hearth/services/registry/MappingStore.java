package dev.hearth.services.registry;

import java.util.List;

/** The durable memory of event source mappings. Every change is committed when it returns. */
public interface MappingStore {

    /** A store that forgets when the process ends. */
    static MappingStore inMemory() {
        return new MemoryMappingStore();
    }

    List<EventSourceMapping> mappings();

    void put(EventSourceMapping mapping);

    void delete(String uuid);
}
