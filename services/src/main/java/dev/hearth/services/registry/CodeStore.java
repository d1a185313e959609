package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import java.util.Set;

/** The deployment packages, by the SHA-256 of their bytes. */
public interface CodeStore {

    /**
     * Keeps a package and makes it ready to run; durable when this returns. Keeping one that is there already changes
     * nothing.
     *
     * @throws FaultException INVALID_PARAMETER when it is no package that Lambda takes, see {@link CodePackage}
     */
    StoredCode put(byte[] zip);

    /**
     * Makes the unpacked form of a kept package ready where it is missing.
     *
     * @throws FaultException INVALID_ZIP when it is gone or cannot be unpacked
     */
    void prepare(String digest);

    /**
     * The bytes of a kept package.
     *
     * @throws FaultException NOT_FOUND when there is none
     */
    byte[] zip(String digest);

    /** What is kept. */
    Set<String> digests();

    /** Forgets a package; without effect when it is unknown. */
    void remove(String digest);

    /** A store that forgets when the process ends, for tests and the simulation. */
    static CodeStore inMemory() {
        return new MemoryCodeStore();
    }
}
