package dev.hearth.drivers.runtimes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    /** A function that brings its own runtime. */
    public static BootstrapCommand provided() {
        return new BootstrapCommand(
                List.of("/var/task/bootstrap", "/opt/bootstrap"), List.of(), Optional.empty(), Optional.empty());
    }
}
