package dev.hearth.services.worker;

import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the external extensions that layers bring: the files in their {@code extensions} folders. */
final class ExtensionFiles {

    private ExtensionFiles() {}

    static List<String> of(List<Path> layers) {
        TreeSet<String> names = new TreeSet<>();
        for (Path layer : layers) {
            Path folder = layer.resolve("extensions");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .forEach(names::add);
                } catch (IOException unreadable) {
                    throw new java.io.UncheckedIOException(unreadable);
                }
            }
        }
        return names.stream().limit(SandboxSpec.MAX_EXTENSIONS).toList();
    }
}
