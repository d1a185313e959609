package dev.hearth.drivers.microvm;

import dev.hearth.sandbox.SpaceUse;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one driver on disk, by what they depend on. A snapshot never changes once it is there; it stays for
 * as long as a machine lives that was made of it; of those that nobody uses, the ones longest unused go when there are
 * more, or more bytes, than allowed. What a killed predecessor half made is removed when the store opens.
 */
public final class SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final String DRAFT = ".new";
    private static final String KEY = "key";

    private final Path folder;
    private final Limits limits;
    private final Consumer<Path> whenRemoved;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> drafts = new HashSet<>();
    private long clock;

    private static final class Entry {
        private final Path folder;
        private final long bytes;
        private long lastUse;
        private int users;
        private boolean condemned;

        private Entry(Path folder, long bytes) {
            this.folder = folder;
            this.bytes = bytes;
        }
    }

    /**
     * What is kept of those that nobody uses.
     *
     * @param maxCount of all
     * @param maxBytes of all
     */
    public record Limits(int maxCount, long maxBytes) {

        /** 32 snapshots and 8 GiB. */
        public static final Limits USUAL = new Limits(32, 8L << 30);
    }

    /**
     * How much there is.
     *
     * @param snapshots that can be used
     * @param inUse of them, by living machines
     * @param bytes of all, those included that go when their last machine does
     * @param limits of all
     */
    public record Usage(int snapshots, int inUse, long bytes, Limits limits) {}

    /** A snapshot in use: its files stay until {@link #close}. */
    public interface Lease extends AutoCloseable {

        Path folder();

        /** It cannot be loaded: nobody gets it any more, and it is removed when its last user is gone. */
        void condemn();

        @Override
        void close();
    }

    /** A snapshot that is being made. One of both ends it. */
    public interface Draft extends AutoCloseable {

        /** An empty folder for its files. */
        Path folder();

        /**
         * Makes it usable; its files are not written from here on.
         *
         * @param permissions of the files, for example {@code r--r--r--}
         */
        void commit(String permissions) throws IOException;

        /** Throws it away unless it was committed. */
        @Override
        void close();
    }

    private SnapshotStore(Path folder, Limits limits, Consumer<Path> whenRemoved) {
        this.folder = folder;
        this.limits = limits;
        this.whenRemoved = whenRemoved;
    }

    /**
     * Opens the store in {@code folder}, which is made when missing.
     *
     * @param whenRemoved told of the folder of each snapshot that is gone
     */
    public static SnapshotStore open(Path folder, Limits limits, Consumer<Path> whenRemoved) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        SnapshotStore store = new SnapshotStore(folder, limits, whenRemoved);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                if (Files.exists(each.resolve(KEY)) && !each.toString().endsWith(DRAFT)) {
                    found.add(each);
                } else {
                    delete(each);
                }
            }
        }
        found.sort(Comparator.comparing(SnapshotStore::lastModified));
        for (Path each : found) {
            store.add(each);
        }
        store.evict();
        return store;
    }

    /** Whether there is one that fits {@code key}. */
    public boolean holds(SnapshotKey key) {
        lock.lock();
        try {
            Entry entry = entries.get(key.digest());
            return entry != null && !entry.condemned;
        } finally {
            lock.unlock();
        }
    }

    /** The snapshot that fits {@code key}, in use from now on. */
    public Optional<Lease> find(SnapshotKey key) {
        lock.lock();
        try {
            Entry entry = entries.get(key.digest());
            if (entry == null || entry.condemned) {
                return Optional.empty();
            }
            entry.users++;
            touch(entry);
            return Optional.of(new Held(entry));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins to make the snapshot for {@code key}.
     *
     * @return empty when it is there already, or somebody else is making it
     */
    public Optional<Draft> begin(SnapshotKey key) throws IOException {
        String digest = key.digest();
        lock.lock();
        try {
            if (entries.containsKey(digest) || !drafts.add(digest)) {
                return Optional.empty();
            }
        } finally {
            lock.unlock();
        }
        Path draft = folder.resolve(digest + DRAFT);
        try {
            delete(draft);
            Files.createDirectory(draft);
            Files.writeString(draft.resolve(KEY), text(key));
        } catch (IOException failed) {
            forgetDraft(digest);
            throw failed;
        }
        return Optional.of(new Making(digest, draft));
    }

    public Usage usage() {
        lock.lock();
        try {
            int usable = (int)
                    entries.values().stream().filter(each -> !each.condemned).count();
            int used = (int)
                    entries.values().stream().filter(each -> each.users > 0).count();
            return new Usage(usable, used, bytes(), limits);
        } finally {
            lock.unlock();
        }
    }

    /** The same in the words of the sandbox SPI. */
    public SpaceUse space() {
        Usage now = usage();
        return new SpaceUse(
                "snapshots", now.snapshots(), now.inUse(), now.bytes(), limits.maxCount(), limits.maxBytes());
    }

    private final class Held implements Lease {

        private final Entry entry;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Held(Entry entry) {
            this.entry = entry;
        }

        @Override
        public Path folder() {
            return entry.folder;
        }

        @Override
        public void condemn() {
            lock.lock();
            try {
                entry.condemned = true;
                evict();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                lock.lock();
                try {
                    entry.users--;
                    touch(entry);
                    evict();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private final class Making implements Draft {

        private final String digest;
        private final Path draft;
        private boolean committed;

        private Making(String digest, Path draft) {
            this.digest = digest;
            this.draft = draft;
        }

        @Override
        public Path folder() {
            return draft;
        }

        @Override
        public void commit(String permissions) throws IOException {
            try (Stream<Path> files = Files.list(draft)) {
                for (Path file : files.toList()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
                }
            }
            Path kept = folder.resolve(digest);
            lock.lock();
            try {
                Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
                add(kept);
                committed = true;
                evict();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            forgetDraft(digest);
            if (!committed) {
                try {
                    delete(draft);
                } catch (IOException undeletable) {
                    LOG.warn("cannot remove {}: the next start tries again", draft, undeletable);
                }
            }
        }
    }

    private void forgetDraft(String digest) {
        lock.lock();
        try {
            drafts.remove(digest);
        } finally {
            lock.unlock();
        }
    }

    private void add(Path snapshot) throws IOException {
        Entry entry = new Entry(snapshot, size(snapshot));
        entry.lastUse = ++clock;
        entries.put(snapshot.getFileName().toString(), entry);
    }

    private void touch(Entry entry) {
        entry.lastUse = ++clock;
    }

    private long bytes() {
        return entries.values().stream().mapToLong(each -> each.bytes).sum();
    }

    /** Removes the condemned that nobody uses, and then the longest unused until the rest fits. */
    private void evict() {
        List<Entry> free = entries.values().stream()
                .filter(each -> each.users == 0)
                .sorted(Comparator.<Entry, Boolean>comparing(each -> !each.condemned)
                        .thenComparing(each -> each.lastUse))
                .toList();
        for (Entry entry : free) {
            if (entry.condemned || bytes() > limits.maxBytes() || entries.size() > limits.maxCount()) {
                entries.remove(entry.folder.getFileName().toString());
                try {
                    delete(entry.folder);
                    whenRemoved.accept(entry.folder);
                } catch (IOException undeletable) {
                    LOG.warn("cannot remove the snapshot {}", entry.folder, undeletable);
                }
            }
        }
    }

    private static String text(SnapshotKey key) {
        StringBuilder text = new StringBuilder();
        key.parts()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static FileTime lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    /** Without the holes of its disk and memory, which take no room. */
    private static long size(Path snapshot) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(snapshot)) {
            for (Path file : files.toList()) {
                for (SparseFile.Range range : SparseFile.data(file)) {
                    size += range.end() - range.start();
                }
            }
        }
        return size;
    }

    private static void delete(Path snapshot) throws IOException {
        try {
            Files.walkFileTree(snapshot, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failed) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException gone) {
            // that was the wish
        }
    }
}
