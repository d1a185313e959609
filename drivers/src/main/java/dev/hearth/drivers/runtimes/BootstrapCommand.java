package dev.hearth.drivers.runtimes;

import dev.hearth.sandbox.ContainerImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What runs inside: the first of {@code entries} that can be executed, with {@code arguments}.
 *
 * @param entries paths inside the sandbox
 * @param arguments arguments after the program's name
 * @param runtime host folder for {@code /var/runtime}
 * @param lang host folder for {@code /var/lang}: the interpreter's prefix when it is not a system folder
 */
public record BootstrapCommand(
        List<String> entries, List<String> arguments, Optional<Path> runtime, Optional<Path> lang) {

    /** Folders of {@code PATH} in which an image's program is looked for. */
    private static final int MAX_FOLDERS = 16;

    /**
     * What a container image says; a program without a slash is looked for in the {@code PATH} of {@code environment}.
     */
    public static BootstrapCommand of(ContainerImage image, Map<String, String> environment) {
        String program = image.command().getFirst();
        List<String> entries;
        if (program.contains("/")) {
            entries = List.of(program);
        } else {
            entries = Stream.of(
                            environment.getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                    .filter(folder -> folder.startsWith("/"))
                    .limit(MAX_FOLDERS)
                    .map(folder -> folder + "/" + program)
                    .toList();
        }
        return new BootstrapCommand(
                entries, image.command().subList(1, image.command().size()), Optional.empty(), Optional.empty());
    }

    /** A function that brings its own runtime. */
    public static BootstrapCommand provided() {
        return new BootstrapCommand(
                List.of("/var/task/bootstrap", "/opt/bootstrap"), List.of(), Optional.empty(), Optional.empty());
    }
}
