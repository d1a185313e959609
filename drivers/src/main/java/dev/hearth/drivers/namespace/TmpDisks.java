package dev.hearth.drivers.namespace;

import dev.hearth.core.Tasks;
import dev.hearth.drivers.disks.DiskImages;
import dev.hearth.drivers.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disks for {@code /tmp}, a few of each size in use made ahead, because to mount one takes longer than all other walls
 * together. A disk is the descriptor of a mount that is attached nowhere; when its last user is gone, so is the disk.
 */
final class TmpDisks {

    /** Disks kept ready of one size. */
    private static final int READY_OF_ONE_SIZE = 2;
    /** Disks kept ready in all. */
    private static final int READY_IN_ALL = 8;

    private static final Logger LOG = LoggerFactory.getLogger(TmpDisks.class);

    private final DiskImages images;
    private final Spawner spawner;
    private final Tasks tasks;
    private final ReentrantLock lock = new ReentrantLock();
    /** By size; the size used last is last. */
    private final Map<Integer, ArrayDeque<Integer>> ready = new LinkedHashMap<>();

    private String whyNot;
    private boolean refilling;
    private boolean closed;

    /** {@code forbidden}: why it need not be tried at all, or empty. */
    TmpDisks(DiskImages images, Spawner spawner, Tasks tasks, String forbidden) {
        this.images = images;
        this.spawner = spawner;
        this.tasks = tasks;
        this.whyNot = forbidden.isEmpty() ? lacking() : forbidden;
    }

    /** Why {@code /tmp} is in memory, or empty when it is on disk. */
    String whyNot() {
        lock.lock();
        try {
            return whyNot;
        } finally {
            lock.unlock();
        }
    }

    /** What becomes {@code /tmp}. */
    sealed interface Choice {

        /** A disk made ahead, the caller's to close. */
        record Ready(int disk) implements Choice {}

        /** None is ready: the launcher copies this image. */
        record Copy(Path template) implements Choice {}

        /** There can be no disk. */
        record Memory() implements Choice {}
    }

    /** What becomes {@code /tmp} of this size, MiB. */
    Choice take(int sizeMb) {
        Integer disk = null;
        lock.lock();
        try {
            if (!whyNot.isEmpty()) {
                return new Choice.Memory();
            }
            ArrayDeque<Integer> ofSize = ready.remove(sizeMb);
            ready.put(sizeMb, ofSize == null ? new ArrayDeque<>() : ofSize);
            disk = ready.get(sizeMb).poll();
            if (!refilling) {
                refilling = true;
                tasks.start("tmp-disks", () -> refill(sizeMb));
            }
        } finally {
            lock.unlock();
        }
        return disk == null ? copy(sizeMb) : new Choice.Ready(disk);
    }

    private Choice copy(int sizeMb) {
        try {
            return new Choice.Copy(images.template(sizeMb));
        } catch (IOException failed) {
            giveUp(failed);
            return new Choice.Memory();
        }
    }

    /** From now on {@code /tmp} is in memory. */
    void giveUp(IOException failed) {
        LOG.warn("/tmp is kept in memory from now on", failed);
        lock.lock();
        try {
            whyNot = String.valueOf(failed.getMessage());
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            ready.values().forEach(disks -> disks.forEach(Linux::close));
            ready.clear();
        } finally {
            lock.unlock();
        }
    }

    private OptionalInt make(int sizeMb) {
        try {
            return OptionalInt.of(Launch.makeDisk(spawner, images.template(sizeMb)));
        } catch (IOException failed) {
            giveUp(failed);
            return OptionalInt.empty();
        }
    }

    private void refill(int sizeMb) {
        while (wants(sizeMb)) {
            OptionalInt disk = make(sizeMb);
            if (disk.isEmpty() || !keep(sizeMb, disk.getAsInt())) {
                break;
            }
        }
    }

    /** Says in the same breath that nobody refills any more when it answers no. */
    private boolean wants(int sizeMb) {
        lock.lock();
        try {
            ArrayDeque<Integer> ofSize = ready.get(sizeMb);
            boolean more = !closed && whyNot.isEmpty() && ofSize != null && ofSize.size() < READY_OF_ONE_SIZE;
            refilling &= more;
            return more;
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(int sizeMb, int disk) {
        lock.lock();
        try {
            ArrayDeque<Integer> ofSize = ready.get(sizeMb);
            if (closed || ofSize == null) {
                Linux.close(disk);
                refilling = false;
                return false;
            }
            ofSize.add(disk);
            dropOldest(ready.values().stream().mapToInt(ArrayDeque::size).sum() - READY_IN_ALL);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest(int count) {
        int left = count;
        for (ArrayDeque<Integer> disks : ready.values()) {
            while (left > 0 && !disks.isEmpty()) {
                Linux.close(disks.poll());
                left--;
            }
        }
        ready.values().removeIf(disks -> disks.isEmpty() && ready.size() > READY_IN_ALL);
    }

    private static String lacking() {
        return Files.exists(Path.of("/dev/loop-control"))
                ? DiskImages.whyNot()
                : "this machine has no /dev/loop-control";
    }
}
