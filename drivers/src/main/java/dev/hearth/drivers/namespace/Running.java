package dev.hearth.drivers.namespace;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/** The living sandboxes of one driver. */
final class Running {

    /** How long {@link #endAll} waits for the last one, seconds. */
    private static final int WAIT_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<NamespaceSandbox> living = new HashSet<>();
    private boolean ending;

    /** Refuses when the driver is being closed, so that no sandbox is overlooked. */
    void add(NamespaceSandbox sandbox) throws IOException {
        lock.lock();
        try {
            if (ending) {
                throw new IOException("the driver is closed");
            }
            living.add(sandbox);
        } finally {
            lock.unlock();
        }
    }

    void remove(NamespaceSandbox sandbox) {
        lock.lock();
        try {
            living.remove(sandbox);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Kills them all and waits until each was told to its listener. */
    void endAll() {
        lock.lock();
        try {
            ending = true;
            List.copyOf(living).forEach(NamespaceSandbox::kill);
            long left = TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
            while (!living.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (!living.isEmpty()) {
                LoggerFactory.getLogger(Running.class).warn("{} sandboxes did not end", living.size());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
