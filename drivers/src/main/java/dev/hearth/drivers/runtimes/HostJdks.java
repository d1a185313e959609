package dev.hearth.drivers.runtimes;

import dev.hearth.drivers.runtimes.Interpreter.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Java installations of this machine, JDKs and JREs: that of {@code JAVA_HOME} and {@code PATH}, those that
 * packages install, and those of sdkman, asdf, mise, jenv and IDEs. What each is stands in its {@code release} file;
 * none is started.
 */
public final class HostJdks {

    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/lib/jvm"), Path.of("/usr/local/lib/jvm"), Path.of("/usr/java"), Path.of("/opt/java"));
    private static final List<String> HOME_FOLDERS = List.of(
            ".sdkman/candidates/java",
            ".jdks",
            ".asdf/installs/java",
            ".local/share/mise/installs/java",
            ".gradle/jdks");
    /** Longest {@code release} file that is read, bytes. */
    private static final int RELEASE_BYTES = 64 * 1024;

    private HostJdks() {}

    public static Stream<Interpreter> in(HostPlaces places) {
        Set<Path> homes = new LinkedHashSet<>();
        places.searchPath().forEach(folder -> home(folder.resolve("java")).ifPresent(homes::add));
        Stream.concat(FOLDERS.stream(), HOME_FOLDERS.stream().map(places.home()::resolve))
                .flatMap(HostRuntimes::entries)
                .forEach(folder -> home(folder.resolve("bin/java")).ifPresent(homes::add));
        return homes.stream().flatMap(home -> jdk(home).stream());
    }

    /** The folder two above the program that {@code java} leads to. */
    private static Optional<Path> home(Path java) {
        try {
            Path program = java.toRealPath();
            return Files.isExecutable(program)
                    ? Optional.ofNullable(program.getParent()).map(Path::getParent)
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static Optional<Interpreter> jdk(Path home) {
        Path release = home.resolve("release");
        try {
            if (!Files.isRegularFile(home.resolve("lib/server/libjvm.so")) || Files.size(release) > RELEASE_BYTES) {
                return Optional.empty();
            }
            return JdkRelease.parse(Files.readString(release))
                    .filter(JdkRelease::usable)
                    .map(each -> new Interpreter(
                            Family.JAVA, each.version(), home.resolve("bin/java"), Optional.of(home), each.musl()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
