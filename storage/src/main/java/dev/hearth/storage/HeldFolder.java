package dev.hearth.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** {@link HeldFiles} by a locked file in the folder; the lock goes with its process. */
final class HeldFolder implements HeldFiles {

    private static final String MARKER = "held";
    private static final String ASIDE = "removed";
    private static final int TRIES = 1000;

    private final Path folder;
    private final FileChannel channel;

    private HeldFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static HeldFolder hold(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel channel = FileChannel.open(
                folder.resolve(MARKER),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        HeldFolder held = new HeldFolder(folder, channel);
        // A marker that was unlinked meanwhile is seen by nobody.
        if (!isLocked(channel) || !Files.exists(folder.resolve(MARKER))) {
            channel.close();
            throw new IOException(folder + " is being backed up by another: wait until that has ended");
        }
        // Whoever died while it held the folder left these.
        held.clear();
        return held;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            for (int i = 0; i < TRIES; i++) {
                // Whoever removes a file looks whether a marker is locked by locking it, for some microseconds.
                if (channel.tryLock() != null) {
                    return true;
                }
                Thread.onSpinWait();
            }
            return false;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        }
    }

    @Override
    public Path removed() {
        return folder.resolve(ASIDE);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            clear();
            Files.deleteIfExists(folder.resolve(MARKER));
        }
    }

    private void clear() throws IOException {
        if (Files.isDirectory(removed())) {
            try (Stream<Path> files = Files.list(removed())) {
                for (Path each : (Iterable<Path>) files::iterator) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    /**
     * Removes files that nothing refers to any more, or puts them aside; some may not be there. Whatever held the
     * folder before the last reference went away is seen by this.
     */
    static void remove(Path folder, Path... files) throws IOException {
        boolean held = isHeld(folder);
        for (Path file : files) {
            if (held) {
                putAside(folder.resolve(ASIDE), file);
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void putAside(Path aside, Path file) throws IOException {
        Files.createDirectories(
                aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            // Nothing to keep.
        }
    }

    private static boolean isHeld(Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        if (!Files.exists(marker)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(marker, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException heldHere) {
            return true;
        } catch (NoSuchFileException closed) {
            return false;
        }
    }
}
