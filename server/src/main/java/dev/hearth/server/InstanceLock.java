package dev.hearth.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to be the only server on a data folder, for as long as the process lives: the system takes it back when the
 * process dies, however it dies. The file says who holds it.
 */
final class InstanceLock implements AutoCloseable {

    private static final int MAX_OWNER_BYTES = 4096;

    /**
     * Locks of this process: the system's lock is per process, and closing any descriptor of the file would lose it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private InstanceLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock, or returns empty when another server has it. */
    static Optional<InstanceLock> take(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        if (!HELD_HERE.add(path)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            taken = tryLock(channel);
            return taken ? Optional.of(new InstanceLock(path, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                HELD_HERE.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        @Nullable FileLock lock = channel.tryLock();
        return lock != null;
    }

    /** Whether a server holds the lock now. */
    static boolean isHeld(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        if (HELD_HERE.contains(path)) {
            return true;
        }
        if (!Files.exists(path)) {
            return false;
        }
        // Shared, so that two who only look never take each other for a server.
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
            return lock == null;
        }
    }

    /** What the last holder wrote, or empty. */
    static Optional<Owner> owner(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) > MAX_OWNER_BYTES) {
            return Optional.empty();
        }
        return Owner.parse(Files.readString(file));
    }

    /** Writes who holds the lock. */
    void write(Owner owner) throws IOException {
        byte[] text = owner.format().getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text), 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(file);
    }

    /**
     * Who holds, or last held, a data folder.
     *
     * @param pid process id
     * @param endpoint its endpoint, or empty while it starts
     */
    record Owner(long pid, String endpoint) {

        String format() {
            return "pid=" + pid + "\nendpoint=" + endpoint + "\n";
        }

        static Optional<Owner> parse(String text) {
            long pid = -1;
            String endpoint = "";
            for (String line : text.split("\n")) {
                if (line.startsWith("pid=") && line.substring(4).matches("[0-9]{1,10}")) {
                    pid = Long.parseLong(line.substring(4));
                } else if (line.startsWith("endpoint=")) {
                    endpoint = line.substring("endpoint=".length());
                }
            }
            return pid < 0 ? Optional.empty() : Optional.of(new Owner(pid, endpoint));
        }
    }
}
