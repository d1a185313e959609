package dev.hearth.storage;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.registry.CodePackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A package on its way into a folder. The package was shown to lead nowhere else; links come last, so that nothing is
 * written through one.
 */
final class Unpacking implements CodePackage.Sink {

    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    /** The work of one call that may fail on the disk. */
    @FunctionalInterface
    private interface Step {
        void run(Path path) throws IOException;
    }

    private final Path root;

    private Unpacking(Path root) {
        this.root = root;
    }

    /** Unpacks into {@code root}, which must not be there yet; on failure a part of it may be. */
    static void into(Path root, CodePackage content) throws IOException {
        try {
            Unpacking unpacking = new Unpacking(root);
            unpacking.directory("");
            content.unpack(unpacking);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void directory(String path) {
        step(path, directory -> {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, EXECUTABLE);
        });
    }

    @Override
    public void file(String path, boolean executable, CodePackage.Content content) {
        step(path, target -> {
            try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.chunks((bytes, length) -> write(file, ByteBuffer.wrap(bytes, 0, length)));
            }
            Files.setPosixFilePermissions(target, executable ? EXECUTABLE : PLAIN);
        });
    }

    @Override
    public void link(String path, String target) {
        step(path, link -> Files.createSymbolicLink(link, Path.of(target)));
    }

    private void step(String path, Step step) {
        try {
            step.run(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidPathException _) {
            throw unwritable(path);
        }
    }

    /** The JVM writes names in the locale's encoding and has none for a letter that is not in it. */
    private static FaultException unwritable(String path) {
        return new Fault(
                        Fault.Kind.INVALID_PARAMETER,
                        "The file name '" + path + "' cannot be written on this machine: run Hearth in a UTF-8 locale.")
                .asException();
    }

    private static void write(FileChannel file, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes {@code root} and what is in it, following no link; without effect when it is not there. */
    static void remove(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
