package dev.hearth.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A container image to run a function from, in the place of a runtime, code and layers.
 *
 * @param digest what identifies its contents
 * @param files where they are on the host
 * @param command program and arguments; a program without a slash is looked for in the {@code PATH} of the environment
 * @param workingFolder absolute path inside
 */
public record ContainerImage(String digest, Root files, List<String> command, String workingFolder) {

    public ContainerImage {
        command = List.copyOf(command);
    }

    /** An image's root file system on the host; it has the folders and files that a sandbox mounts over. */
    public interface Root {

        /** As a squashfs file. */
        Path squashfs() throws IOException;

        /** As a folder; unpacked when first asked for, which blocks. */
        Path folder() throws IOException;
    }
}
