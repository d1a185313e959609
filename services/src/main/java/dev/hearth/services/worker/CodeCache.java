package dev.hearth.services.worker;

import java.io.IOException;
import java.nio.file.Path;

/** The unpacked code packages of this host. */
@FunctionalInterface
public interface CodeCache {

    /**
     * The folder that holds the package {@code codeDigest}, unpacked; it stays as it is for as long as the process
     * lives. Blocks while it unpacks: the caller is on a task.
     *
     * @param codeDigest SHA-256 of the package, lower-case hexadecimal
     * @throws IOException when the package is missing or cannot be unpacked
     */
    Path taskRoot(String codeDigest) throws IOException;
}
