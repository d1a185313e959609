package dev.hearth.services.counting;

import java.util.concurrent.atomic.AtomicLong;

/** One bucket of {@link CountingDecisions}, full at the start. */
final class Bucket {

    private final AtomicLong fullAt;

    Bucket(long now) {
        fullAt = new AtomicLong(now);
    }

    boolean admit(long now, long intervalNanos, long capacity) {
        while (true) {
            long seen = fullAt.get();
            long next = CountingDecisions.admit(seen, now, intervalNanos, capacity);
            if (next == CountingDecisions.REFUSED) {
                return false;
            }
            if (fullAt.compareAndSet(seen, next)) {
                return true;
            }
        }
    }

    /** As many tokens at once as flow in within a second. */
    boolean admitPerSecond(long now, long perSecond) {
        return admit(now, CountingDecisions.intervalNanos(perSecond), perSecond);
    }
}
