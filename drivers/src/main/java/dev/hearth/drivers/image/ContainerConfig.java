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
 */
public record ContainerConfig(
        String digest,
        List<String> entryPoint,
        List<String> command,
        String workingFolder,
        Map<String, String> environment) {

    public ContainerConfig {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
