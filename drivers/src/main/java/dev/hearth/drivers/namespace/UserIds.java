package dev.hearth.drivers.namespace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out host user ids, one per living sandbox, so that no two share one; or none when this user has only its own.
 */
final class UserIds {

    /** Sandboxes that can run at the same time. */
    static final int SLOTS = 16_384;
    /** Above what user managements, directories and other container tools give out; all of it below 2^31. */
    private static final int LOWEST = 2_001_000_000;
    /** Different state folders use different ranges, as far as there are some. */
    private static final int RANGES = 8_000;

    private final int first;
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet taken = new BitSet();

    private UserIds(int first) {
        this.first = first;
    }

    /** Everything runs as the user that runs Hearth. */
    static UserIds own() {
        return new UserIds(0);
    }

    static UserIds forState(Path stateDir) {
        return new UserIds(LOWEST + Math.floorMod(stateDir.toString().hashCode(), RANGES) * SLOTS);
    }

    /** Whether sandboxes have other users than Hearth. */
    boolean separate() {
        return first != 0;
    }

    OptionalInt take() throws IOException {
        if (first == 0) {
            return OptionalInt.empty();
        }
        lock.lock();
        try {
            int slot = taken.nextClearBit(0);
            if (slot >= SLOTS) {
                throw new IOException(SLOTS + " sandboxes run already");
            }
            taken.set(slot);
            return OptionalInt.of(first + slot);
        } finally {
            lock.unlock();
        }
    }

    void giveBack(OptionalInt user) {
        if (user.isPresent()) {
            lock.lock();
            try {
                taken.clear(user.getAsInt() - first);
            } finally {
                lock.unlock();
            }
        }
    }
}
