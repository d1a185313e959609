package dev.hearth.drivers.image;

import dev.hearth.core.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drives in one folder. When a drive was last used is its file's time, so that it survives a restart. */
final class DriveCache implements Drives {

    private static final Logger LOG = LoggerFactory.getLogger(DriveCache.class);
    private static final Pattern FILE = Pattern.compile("([0-9a-f]{64})\\.squashfs");
    private static final String UNFINISHED = ".new";
    private static final String DISK_FULL = "No space left";
    /** Folder lists whose digest is remembered; more than environments that can run. */
    private static final int MAX_KNOWN = 4096;

    private final Path folder;
    private final long limitBytes;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition made = lock.newCondition();
    private final Map<List<Path>, String> digests = new HashMap<>();
    /** How often each is leased; there while it is being made as well. */
    private final Map<String, Integer> leases = new HashMap<>();

    private long evicted;
    private boolean swept;

    DriveCache(Path folder, long limitBytes, Time time) {
        this.folder = folder;
        this.limitBytes = limitBytes;
        this.time = time;
    }

    @Override
    public Lease of(List<Path> folders) throws IOException {
        List<Path> key =
                folders.stream().map(each -> each.toAbsolutePath().normalize()).toList();
        String digest = digest(key);
        Path file = folder.resolve(digest + ".squashfs");
        if (take(digest, file)) {
            return new Held(file, digest);
        }
        boolean done = false;
        try {
            make(key, file);
            done = true;
        } finally {
            finish(digest, done);
        }
        return new Held(file, digest);
    }

    /** Counts a use; true when the drive is there, false when the caller has to make it. */
    private boolean take(String digest, Path file) throws IOException {
        lock.lock();
        try {
            prepare();
            while (leases.getOrDefault(digest, 0) < 0) {
                made.await();
            }
            if (Files.exists(file)) {
                leases.merge(digest, 1, Integer::sum);
                Files.setLastModifiedTime(file, FileTime.from(time.instant()));
                return true;
            }
            leases.put(digest, -1);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void finish(String digest, boolean done) {
        lock.lock();
        try {
            if (done) {
                leases.put(digest, 1);
            } else {
                leases.remove(digest);
            }
            made.signalAll();
            evict(limitBytes);
        } finally {
            lock.unlock();
        }
    }

    private String digest(List<Path> key) throws IOException {
        lock.lock();
        try {
            String known = digests.get(key);
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        String digest = HostFolder.digest(HostFolder.merge(key));
        lock.lock();
        try {
            if (digests.size() >= MAX_KNOWN) {
                digests.clear();
            }
            digests.put(key, digest);
            return digest;
        } finally {
            lock.unlock();
        }
    }

    private void prepare() throws IOException {
        if (swept) {
            return;
        }
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().contains(UNFINISHED)) {
                    Files.delete(file);
                }
            }
        }
        swept = true;
    }

    private void make(List<Path> folders, Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            try {
                pack(folders, fresh);
            } catch (IOException failed) {
                if (!String.valueOf(failed.getMessage()).contains(DISK_FULL) || !makeRoom()) {
                    throw failed;
                }
                pack(folders, fresh);
            }
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--r--r--"));
            Files.setLastModifiedTime(fresh, FileTime.from(time.instant()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void pack(List<Path> folders, Path fresh) throws IOException {
        Squashfs.pack(HostFolder.merge(folders), fresh, Squashfs.DEFAULT_EPOCH, Progress.NONE);
    }

    /** Whether something went. */
    private boolean makeRoom() {
        lock.lock();
        try {
            return evict(0) > 0;
        } finally {
            lock.unlock();
        }
    }

    private int evict(long limit) {
        int gone = 0;
        for (String digest : DriveDecisions.evict(kept(), limit)) {
            try {
                Files.delete(folder.resolve(digest + ".squashfs"));
                gone++;
            } catch (IOException e) {
                LOG.warn("cannot remove the drive {}: {}", digest, e.getMessage());
            }
        }
        evicted += gone;
        return gone;
    }

    private List<DriveDecisions.Kept> kept() {
        List<DriveDecisions.Kept> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    all.add(new DriveDecisions.Kept(
                            name.group(1),
                            Files.size(file),
                            Files.getLastModifiedTime(file).toInstant(),
                            leases.containsKey(name.group(1))));
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot look at the drives in {}: {}", folder, e.getMessage());
        }
        return all;
    }

    @Override
    public Usage usage() {
        lock.lock();
        try {
            List<DriveDecisions.Kept> all = kept();
            return new Usage(
                    all.size(),
                    all.stream().mapToLong(DriveDecisions.Kept::bytes).sum(),
                    limitBytes,
                    (int) all.stream().filter(DriveDecisions.Kept::inUse).count(),
                    evicted);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(String digest) {
        lock.lock();
        try {
            leases.computeIfPresent(digest, (name, count) -> count > 1 ? count - 1 : null);
            evict(limitBytes);
        } finally {
            lock.unlock();
        }
    }

    /** A use of a drive. */
    private final class Held implements Lease {

        private final Path file;
        private final String digest;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Held(Path file, String digest) {
            this.file = file;
            this.digest = digest;
        }

        @Override
        public Path file() {
            return file;
        }

        @Override
        public String digest() {
            return digest;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                giveBack(digest);
            }
        }
    }
}
