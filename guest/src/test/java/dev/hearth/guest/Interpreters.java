package dev.hearth.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The interpreters of this machine that can serve a runtime. */
final class Interpreters {

    private static final int OLDEST_PYTHON_MINOR = 8;

    private Interpreters() {}

    /** Every Python 3.8 or later: of pyenv where it is there, and the one on the path. */
    static List<Path> pythons() {
        List<Path> found = new ArrayList<>();
        Path versions = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> folders = Files.list(versions)) {
                folders.filter(Interpreters::servable)
                        .map(folder -> folder.resolve("bin/python3"))
                        .filter(Files::isExecutable)
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        onPath("python3").ifPresent(found::add);
        return found;
    }

    private static boolean servable(Path folder) {
        String[] parts = folder.getFileName().toString().split("\\.");
        return parts.length == 3 && parts[0].equals("3") && Integer.parseInt(parts[1]) >= OLDEST_PYTHON_MINOR;
    }

    /** The Python that serves the cases where the version does not matter; the test is skipped when there is none. */
    static Path python() {
        List<Path> found = pythons();
        Assumptions.assumeFalse(found.isEmpty(), "no Python 3.8 or later on this machine");
        return found.getLast();
    }

    /** The Node.js on the path; the test is skipped when there is none. */
    static Path node() {
        Optional<Path> node = onPath("node");
        Assumptions.assumeTrue(node.isPresent(), "no Node.js on this machine");
        return node.get();
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
