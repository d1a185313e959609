package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Small works on folders and files. Symbolic links are never followed: a jail's content may be hostile. */
final class Folders {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private Folders() {}

    /** A folder that only its owner enters; made when missing. */
    static Path makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Files.setPosixFilePermissions(folder, PRIVATE);
        return folder;
    }

    /** Removes a folder and all in it; without effect when it is not there. */
    static void delete(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failed) throws IOException {
                    Files.deleteIfExists(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException gone) {
            // that was the wish
        }
    }

    /** What is in a folder; nothing when there is none. */
    static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** Gives a file or folder to a user and the group of the same number. */
    static void own(Path file, OptionalInt user) throws IOException {
        if (user.isPresent()) {
            Files.setAttribute(file, "unix:uid", user.getAsInt(), java.nio.file.LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:gid", user.getAsInt(), java.nio.file.LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** The last {@code bytes} bytes of a text file; empty when there is none, or a symbolic link. */
    static String tail(Path file, int bytes) {
        try (var channel = Files.newByteChannel(
                file, java.nio.file.StandardOpenOption.READ, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            channel.position(Math.max(0, channel.size() - bytes));
            var buffer = java.nio.ByteBuffer.allocate(bytes);
            while (buffer.hasRemaining() && channel.read(buffer) > 0) {
                // until full or at the end
            }
            return java.nio.charset.StandardCharsets.UTF_8
                    .decode(buffer.flip())
                    .toString()
                    .strip();
        } catch (IOException absent) {
            return "";
        }
    }
}
