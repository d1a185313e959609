package dev.hearth.drivers.image;

import java.util.List;
import java.util.Map;

/**
 * How a container image says it is to be run.
 *
 * @param digest what identifies the image: {@code sha256:...} of its manifest, or of its configuration where it came
 *     without one
 * @param entryPoint program and first arguments; empty: the command alone
 * @param command arguments after the entry point
 * @param workingFolder absolute path inside; empty: the root
 * @param environment its variables
 * @param extensions names of the files in {@code /opt/extensions}
 */
public record ContainerConfig(
        String digest,
        List<String> entryPoint,
        List<String> command,
        String workingFolder,
        Map<String, String> environment,
        List<String> extensions) {

    public ContainerConfig {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        extensions = List.copyOf(extensions);
    }

    ContainerConfig withExtensions(List<String> found) {
        return new ContainerConfig(digest, entryPoint, command, workingFolder, environment, found);
    }
}
