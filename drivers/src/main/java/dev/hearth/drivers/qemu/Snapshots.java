package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The snapshots of one driver: folders named by their key, each with the memory, the devices' state and the disk of
 * a machine. A folder never changes once it has its name; machines that woke from it count as its users, and what
 * has users is not removed. When there are too many the one that was used longest ago goes first.
 */
final class Snapshots {

    /** Snapshots kept at most. */
    static final int MAX_COUNT = 32;
    /** Size of all of them at most, bytes. */
    static final long MAX_BYTES = 8L << 30;

    private final Path folder;
    private final ScratchDisks disks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> users = new HashMap<>();
    /** When each was last used, in turns; what was not used since the start goes first, the oldest first. */
    private final Map<String, Long> used = new HashMap<>();

    private long turn;

    /** A snapshot in use until it is closed. */
    final class Use implements AutoCloseable {

        private final String key;
        private boolean closed;

        private Use(String key) {
            this.key = key;
        }

        Path memory() {
            return folder.resolve(key).resolve("memory");
        }

        Path state() {
            return folder.resolve(key).resolve("state");
        }

        Path scratch() {
            return folder.resolve(key).resolve("tmp.ext4");
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    users.merge(key, -1, Integer::sum);
                    users.remove(key, 0);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** What is kept now. */
    record Report(int count, long bytes, int inUse) {}

    Snapshots(Path folder, ScratchDisks disks) {
        this.folder = folder;
        this.disks = disks;
    }

    /** Removes what a killed predecessor did not finish. */
    void clearUnfinished() throws IOException {
        for (Path each : entries()) {
            if (each.getFileName().toString().endsWith(".new")) {
                LeftOvers.removeTree(each);
            }
        }
    }

    boolean holds(String key) {
        return Files.isDirectory(folder.resolve(key));
    }

    /** The snapshot, to be closed by the taker; empty when there is none. */
    Optional<Use> use(String key) throws IOException {
        lock.lock();
        try {
            if (!holds(key)) {
                return Optional.empty();
            }
            users.merge(key, 1, Integer::sum);
            used.put(key, ++turn);
            return Optional.of(new Use(key));
        } finally {
            lock.unlock();
        }
    }

    /** Saves a machine that stands still; its files are moved, so it cannot go on. */
    void keep(String key, MachinePlan.Files files, QemuMachine machine) throws IOException {
        Path fresh = folder.resolve(key + "-" + files.folder().getFileName() + ".new");
        Files.createDirectories(fresh);
        try {
            machine.save(fresh.resolve("state"), files.migration());
            Files.move(files.memory(), fresh.resolve("memory"));
            Files.move(files.scratch(), fresh.resolve("tmp.ext4"));
            publish(fresh, key);
        } finally {
            if (Files.exists(fresh)) {
                LeftOvers.removeTree(fresh);
            }
        }
    }

    private void publish(Path fresh, String key) throws IOException {
        lock.lock();
        try {
            if (!holds(key)) {
                Files.move(fresh, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            }
            evict(key);
        } finally {
            lock.unlock();
        }
    }

    Report report() throws IOException {
        lock.lock();
        try {
            List<Path> all = whole();
            long bytes = 0;
            for (Path each : all) {
                bytes += size(each);
            }
            return new Report(all.size(), bytes, users.size());
        } finally {
            lock.unlock();
        }
    }

    /** Removes until the limits hold; never {@code spared} and never what is in use. */
    private void evict(String spared) throws IOException {
        Report now = report();
        List<Path> candidates = whole().stream()
                .filter(each -> !each.getFileName().toString().equals(spared))
                .filter(each -> !users.containsKey(each.getFileName().toString()))
                .sorted(Comparator.comparingLong((Path each) ->
                                used.getOrDefault(each.getFileName().toString(), 0L))
                        .thenComparing(each -> each.toFile().lastModified()))
                .toList();
        int count = now.count();
        long bytes = now.bytes();
        for (Path each : candidates) {
            if (count <= MAX_COUNT && bytes <= MAX_BYTES) {
                return;
            }
            count--;
            bytes -= size(each);
            remove(each);
        }
    }

    private void remove(Path snapshot) throws IOException {
        Path dying = snapshot.resolveSibling(snapshot.getFileName() + ".new");
        Files.move(snapshot, dying, StandardCopyOption.ATOMIC_MOVE);
        disks.forget(snapshot.resolve("tmp.ext4"));
        LeftOvers.removeTree(dying);
    }

    private static long size(Path snapshot) throws IOException {
        return Files.size(snapshot.resolve("memory")) + Files.size(snapshot.resolve("state"));
    }

    private List<Path> entries() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private List<Path> whole() throws IOException {
        return entries().stream()
                .filter(each -> !each.getFileName().toString().endsWith(".new"))
                .toList();
    }
}
