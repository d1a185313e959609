package dev.hearth.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A benchmark's own folder, gone with it. */
record Scratch(Path folder) implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");

    static Scratch create() {
        try {
            return new Scratch(Files.createTempDirectory("hearth-bench"));
        } catch (IOException e) {
            throw new BenchException("cannot make a temporary folder", e);
        }
    }

    /** In memory where there is such a folder, so that a file system's habits are not measured. */
    static Scratch inMemory() {
        try {
            return Files.isWritable(MEMORY) ? new Scratch(Files.createTempDirectory(MEMORY, "hearth-bench")) : create();
        } catch (IOException e) {
            throw new BenchException("cannot make a temporary folder", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("hearth bench: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
