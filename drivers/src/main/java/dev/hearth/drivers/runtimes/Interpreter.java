package dev.hearth.drivers.runtimes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An interpreter of the host.
 *
 * @param family what it runs
 * @param version the number that the runtime identifier has: 11 for Python 3.11, 20 for Node.js 20, 25 for Java 25
 * @param executable the program itself, links resolved
 * @param prefix the folder to show as {@code /var/lang}; empty when the program is in a system folder
 * @param musl whether it is made for musl instead of the GNU C library; told only of Java, whose runtime has native
 *     code
 */
public record Interpreter(Family family, int version, Path executable, Optional<Path> prefix, boolean musl) {

    public Interpreter(Family family, int version, Path executable, Optional<Path> prefix) {
        this(family, version, executable, prefix, false);
    }

    /** The managed runtimes that Hearth has a bootstrap for. */
    public enum Family {
        PYTHON,
        NODEJS,
        JAVA
    }

    /** Where the program is inside a sandbox. */
    public String inside() {
        return prefix.map(folder -> "/var/lang/" + folder.relativize(executable))
                .orElse(executable.toString());
    }

    /** The identifier of the runtime that it serves. */
    public String identifier() {
        return switch (family) {
            case PYTHON -> "python3." + version;
            case NODEJS -> "nodejs" + version + ".x";
            case JAVA -> "java" + version;
        };
    }
}
