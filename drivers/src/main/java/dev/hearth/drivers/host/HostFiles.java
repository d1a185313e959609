package dev.hearth.drivers.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The small files in which a kernel tells of itself. */
interface HostFiles {

    /** The content without white space at its ends, or empty when it cannot be read. */
    Optional<String> text(String path);

    /** Names in a folder, sorted; none when there is no such folder. */
    List<String> names(String folder);

    boolean exists(String path);

    /** Whether every user may write it. */
    boolean writableByAll(String path);

    static HostFiles ofThisHost() {
        return new HostFiles() {
            @Override
            public Optional<String> text(String path) {
                try {
                    return Optional.of(Files.readString(Path.of(path)).strip());
                } catch (IOException hidden) {
                    return Optional.empty();
                }
            }

            @Override
            public List<String> names(String folder) {
                try (Stream<Path> entries = Files.list(Path.of(folder))) {
                    return entries.map(entry -> entry.getFileName().toString())
                            .sorted()
                            .toList();
                } catch (IOException hidden) {
                    return List.of();
                }
            }

            @Override
            public boolean exists(String path) {
                return Files.exists(Path.of(path));
            }

            @Override
            public boolean writableByAll(String path) {
                try {
                    return Files.getPosixFilePermissions(Path.of(path)).contains(PosixFilePermission.OTHERS_WRITE);
                } catch (IOException hidden) {
                    return false;
                }
            }
        };
    }
}
