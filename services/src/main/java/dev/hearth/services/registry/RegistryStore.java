package dev.hearth.services.registry;

import java.util.List;

/** The durable memory of the registry. A call that returned is committed; one that threw changed nothing. */
public interface RegistryStore {

    /** Every function, in any order. */
    List<FunctionRecord> load();

    /** Keeps {@code function} in place of what was known by its name. */
    void put(FunctionRecord function);

    /** Forgets a function; without effect when it is unknown. */
    void delete(String name);

    /** A store that forgets when the process ends, for tests and the simulation. */
    static RegistryStore inMemory() {
        return new MemoryRegistryStore();
    }
}
