package dev.hearth.services.frontend;

import java.time.Instant;
import java.util.List;

/**
 * The durable memory of what concurrency is configured. A call that returned is committed; one that threw changed
 * nothing. Functions are known by their names.
 */
public interface ConcurrencyStore {

    /** The reserved concurrency of one function, units. */
    record Reserved(String function, int units) {}

    /**
     * The provisioned concurrency of one version or alias.
     *
     * @param function the function's name
     * @param qualifier version or alias
     * @param requested environments
     * @param lastModified when it was last put
     */
    record Provisioned(String function, String qualifier, int requested, Instant lastModified) {}

    /** Every reserved concurrency, in any order. */
    List<Reserved> reserved();

    /** Every provisioned concurrency, in any order. */
    List<Provisioned> provisioned();

    /** Keeps {@code reserved} in place of what was known for its function. */
    void put(Reserved reserved);

    /** Keeps {@code provisioned} in place of what was known for its version or alias. */
    void put(Provisioned provisioned);

    /** Forgets a function's reserved concurrency; without effect when there is none. */
    void deleteReserved(String function);

    /** Forgets a version's or alias's provisioned concurrency; without effect when there is none. */
    void deleteProvisioned(String function, String qualifier);

    /** Forgets everything of a function. */
    void forget(String function);

    /** A store that forgets when the process ends, for tests and the simulation. */
    static ConcurrencyStore inMemory() {
        return new MemoryConcurrencyStore();
    }
}
