package dev.hearth.services.pollerfleet;

import java.time.Duration;

/**
 * How long a queue's pollers rest after refusals, which cost a write each and seldom come alone. Has a lock of its own.
 */
final class CoolDown {

    private static final Duration FIRST = Duration.ofMillis(250);

    /** How often the rest is doubled: to two seconds. */
    private static final int MOST_DOUBLINGS = 3;

    private int refusals;

    /** The rest after an invocation; the longer, the more rounds of {@code slots} were all refused. */
    synchronized Duration after(boolean refused, int slots) {
        if (!refused) {
            refusals = 0;
            return Duration.ZERO;
        }
        refusals++;
        return FIRST.multipliedBy(1L << Math.min(refusals / Math.max(1, slots), MOST_DOUBLINGS));
    }
}
