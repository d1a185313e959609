package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/** Hands out host users, one for each living microVM, so that no two share one. */
final class HostUsers {

    /** MicroVMs that can live at the same time. */
    static final int SLOTS = 16_384;
    /** Above what user managements give out, and below the users of the namespace driver. */
    private static final int LOWEST = 1_860_000_000;
    /** Different state folders use different ranges, as far as there are some. */
    private static final int RANGES = 8_000;

    private final int first;
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet taken = new BitSet();

    HostUsers(Instance instance) {
        this.first = LOWEST + Math.floorMod(instance.digits().hashCode(), RANGES) * SLOTS;
    }

    int take() throws IOException {
        lock.lock();
        try {
            int slot = taken.nextClearBit(0);
            if (slot >= SLOTS) {
                throw new IOException(SLOTS + " microVMs run already");
            }
            taken.set(slot);
            return first + slot;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(OptionalInt user) {
        lock.lock();
        try {
            user.ifPresent(each -> taken.clear(each - first));
        } finally {
            lock.unlock();
        }
    }

    int inUse() {
        lock.lock();
        try {
            return taken.cardinality();
        } finally {
            lock.unlock();
        }
    }
}
