package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of folders, each whole or absent: made beside, under a name that begins with a point, and renamed. */
final class Shelf {

    static final String MANIFEST = "manifest.json";
    static final int MAX_MANIFEST_BYTES = 4 << 20;
    private static final String OPEN_FOLDER = "rwxr-xr-x";
    private static final String OPEN_FILE = "rw-r--r--";

    private final Path root;
    private final String what;

    /** {@code what} is the word for one of them in messages. */
    Shelf(Path root, String what) {
        this.root = root;
        this.what = what;
    }

    Path root() {
        return root;
    }

    /** The names, sorted. */
    List<String> names() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(MANIFEST)))
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    boolean has(String name) {
        return Files.isRegularFile(root.resolve(name).resolve(MANIFEST));
    }

    Path folder(String name) {
        return root.resolve(name);
    }

    byte[] manifest(String name) throws IOException {
        Path file = root.resolve(name).resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new ImageException("there is no " + what + " '" + name + "'");
        }
        if (Files.size(file) > MAX_MANIFEST_BYTES) {
            throw new ImageException(file + " is damaged: remove the " + what + " and build it again");
        }
        return Files.readAllBytes(file);
    }

    /** An empty folder to build in; it is removed when it was not put on the shelf. */
    Making make() throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OPEN_FOLDER)));
        sweep();
        return new Making(Files.createTempDirectory(
                root, ".new-" + ProcessHandle.current().pid() + "-"));
    }

    /** Removes what killed builds left. */
    private void sweep() throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                String[] parts = folder.getFileName().toString().split("-");
                if (parts.length > 2
                        && parts[0].equals(".new")
                        && parts[1].matches("[0-9]{1,10}")
                        && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty()) {
                    delete(folder);
                }
            }
        }
    }

    void remove(String name) throws IOException {
        if (!has(name)) {
            throw new ImageException("there is no " + what + " '" + name + "'");
        }
        try (Making gone = make()) {
            Files.move(root.resolve(name), gone.folder().resolve("gone"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** A folder that is being filled. */
    final class Making implements AutoCloseable {

        private final Path folder;

        private Making(Path folder) {
            this.folder = folder;
        }

        Path folder() {
            return folder;
        }

        /** Puts {@code files} of this folder, and the manifest, on the shelf; one of the same name is replaced. */
        void put(String name, String manifest, List<Path> files) throws IOException {
            Path finished = Files.createDirectory(folder.resolve("finished"));
            Files.setPosixFilePermissions(finished, PosixFilePermissions.fromString(OPEN_FOLDER));
            for (Path file : files) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OPEN_FILE));
                Files.move(file, finished.resolve(file.getFileName()));
            }
            Path written = finished.resolve(MANIFEST);
            Files.writeString(written, manifest);
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(OPEN_FILE));
            Path place = root.resolve(name);
            if (Files.exists(place)) {
                Files.move(place, folder.resolve("replaced"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            delete(folder);
        }
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                if (!Files.isWritable(visited)) {
                    // An image's folder that its owner may not write to, unpacked by an ordinary user.
                    Files.setPosixFilePermissions(visited, PosixFilePermissions.fromString("rwx------"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
