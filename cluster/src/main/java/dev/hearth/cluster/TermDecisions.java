package dev.hearth.cluster;

import java.time.Duration;

/** What becomes of a time of deciding; pure. */
final class TermDecisions {

    /** Between two renewals at least, also when the first took as long as they are apart. */
    private static final Duration BREATH = ClusterLimits.RENEWAL.dividedBy(10);

    enum Next {
        STAY,
        /** Another may decide, and this host stands again when it can. */
        END,
        /** The same, and this host does not stand for some time: the store is silent to it. */
        YIELD
    }

    private TermDecisions() {}

    /**
     * Looked at again and again, whatever the renewal that is on its way comes to.
     *
     * @param lost whether the store said that it is another's
     * @param leftNanos until the lease ends, counted from when its last renewal that succeeded was asked for
     * @param promised whether all others that may decide promise that they do not
     * @param othersReachStore whether one of them has just had an answer of the store's: it goes before their promise,
     *     because they can decide and this host can store nothing
     */
    static Next next(boolean lost, long leftNanos, boolean promised, boolean othersReachStore) {
        if (lost) {
            return Next.END;
        }
        if (leftNanos > 0) {
            return Next.STAY;
        }
        if (othersReachStore) {
            return Next.YIELD;
        }
        return promised ? Next.STAY : Next.END;
    }

    /** How long to wait after a renewal that took so long, so that they are asked for at even distances. */
    static Duration pause(long tookNanos) {
        Duration left = ClusterLimits.RENEWAL.minusNanos(tookNanos);
        return left.compareTo(BREATH) < 0 ? BREATH : left;
    }
}
