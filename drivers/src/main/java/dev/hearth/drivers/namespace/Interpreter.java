package dev.hearth.drivers.namespace;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An interpreter of the host.
 *
 * @param family what it runs
 * @param version the number that the runtime identifier has: 11 for Python 3.11, 20 for Node.js 20
 * @param executable the program itself, links resolved
 * @param prefix the folder to show as {@code /var/lang}; empty when the program is in a system folder
 */
record Interpreter(Family family, int version, Path executable, Optional<Path> prefix) {

    /** The managed runtimes that Hearth has a bootstrap for. */
    enum Family {
        PYTHON,
        NODEJS
    }

    /** Where the program is inside a sandbox. */
    String inside() {
        return prefix.map(folder -> "/var/lang/" + folder.relativize(executable))
                .orElse(executable.toString());
    }

    /** The identifier of the runtime that it serves. */
    String identifier() {
        return switch (family) {
            case PYTHON -> "python3." + version;
            case NODEJS -> "nodejs" + version + ".x";
        };
    }
}
