package dev.hearth.services.registry;

import java.util.List;
import java.util.Map;

/** The durable memory of the registry. A call that returned is committed; one that threw changed nothing. */
public interface RegistryStore {

    /** Everything, in any order. */
    Contents load();

    /** Applies {@code changes} in their order, all or none. */
    void commit(List<RegistryChange> changes);

    /**
     * All that a store holds.
     *
     * @param functions every version of every function
     * @param parts what belongs to them
     * @param layers every version of every layer
     * @param counts the highest number given, by series and name
     */
    record Contents(
            List<FunctionRecord> functions,
            List<FunctionPart> parts,
            List<LayerVersion> layers,
            Map<RegistryChange.Series, Map<String, Long>> counts) {}

    /** A store that forgets when the process ends, for tests and the simulation. */
    static RegistryStore inMemory() {
        return new MemoryRegistryStore();
    }
}
