package dev.hearth.storage;

import dev.hearth.core.Time;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets the writer wait for the writes that {@link GatherDecisions} expects. All but {@link #came} is the writer's. */
final class Gather {

    private final @Nullable Time time;
    private final AtomicLong arrivals = new AtomicLong();
    private volatile @Nullable Thread waiting;
    private volatile long wanted;
    private GatherDecisions decisions = GatherDecisions.UNKNOWN;
    private long taken;
    private long takenBefore;
    private long begunNanos;

    /** @param time null to wait for nobody */
    Gather(@Nullable Time time) {
        this.time = time;
    }

    /** So many more writes are there. On any thread. */
    void came(int writes) {
        if (time == null || writes == 0) {
            return;
        }
        long all = arrivals.addAndGet(writes);
        Thread writer = waiting;
        if (writer != null && all >= wanted) {
            LockSupport.unpark(writer);
        }
    }

    /** Before a group is taken, of which there is something. */
    void await() {
        if (time == null) {
            return;
        }
        long before = arrivals.get() - taken;
        long nanos = decisions.waitNanos(before);
        if (nanos > 0) {
            park(time, nanos);
            decisions = decisions.waited(before, arrivals.get() - taken);
        }
    }

    private void park(Time clock, long nanos) {
        long end = clock.nanos() + nanos;
        wanted = taken + decisions.expected();
        waiting = Thread.currentThread();
        long left = nanos;
        while (left > 0 && arrivals.get() < wanted && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = end - clock.nanos();
        }
        waiting = null;
    }

    /** The writer begins with a group. */
    void begin() {
        if (time != null) {
            takenBefore = taken;
            taken = arrivals.get();
            begunNanos = time.nanos();
        }
    }

    /** That group is durable, and nobody knows it yet. */
    void committed() {
        if (time != null) {
            decisions = decisions.committed(taken - takenBefore, arrivals.get() - taken, time.nanos() - begunNanos);
        }
    }
}
