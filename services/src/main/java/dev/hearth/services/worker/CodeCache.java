package dev.hearth.services.worker;

import dev.hearth.sandbox.ContainerImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    /**
     * The container image with the digest {@code sha256:...}, as it says itself that it is to be run.
     *
     * @throws IOException when it is not here
     */
    default Image image(String digest) throws IOException {
        throw new IOException("there are no container images here");
    }

    /**
     * A container image of this host.
     *
     * @param root its files
     * @param entryPoint program and first arguments; may be empty
     * @param command further arguments; may be empty
     * @param workingFolder absolute path inside; may be empty
     * @param environment its variables
     * @param extensions names of the files in {@code /opt/extensions}, sorted
     */
    record Image(
            ContainerImage.Root root,
            List<String> entryPoint,
            List<String> command,
            String workingFolder,
            Map<String, String> environment,
            List<String> extensions) {}
}
