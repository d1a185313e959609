package dev.hearth.storage;

/**
 * Whether the writer waits for more writes before it makes a group of them durable, and how long. A commit costs nearly
 * the same for one write as for eight: whoever comes just after it began waits for two.
 *
 * <p>Who has just been answered, and who came meanwhile, is likely to write again, so that many are expected. The wait
 * ends when they are there, and is never longer than a part of what a commit takes. A client alone is never waited for
 * with. When waiting does not pay, because who wrote does not come back, it is left out for ever more groups.
 *
 * @param commitNanos what a commit took lately, nanoseconds; 0 when it is not known
 * @param expected how many writes the next group may hold
 * @param failures how much more often waits were in vain lately than they paid; up to {@link #MAX_FAILURES}
 * @param pause for so many groups nothing is waited for
 */
record GatherDecisions(long commitNanos, int expected, int failures, int pause) {

    /** A wait may take so much of a commit's time. */
    static final double PART = 0.75;

    /** The longest wait, nanoseconds, however slow the disk is. */
    static final long MAX_WAIT_NANOS = 2_000_000;

    /** More are not waited for: so many hide a commit's time by themselves. */
    static final int MAX_EXPECTED = 256;

    /** Then a wait is tried once in 64 groups. */
    static final int MAX_FAILURES = 6;

    /** A wait in vain counts as much as so many that paid. */
    private static final int FAILURE = 2;

    /** One commit moves what is known of their time by an eighth of itself. */
    private static final int SMOOTHING = 8;

    /** One that takes more than so many times what is usual counts as that: disks are late at times. */
    private static final int OUTLIER = 2;

    /** Of those that were missing one in so many may stay away. */
    private static final int NEARLY = 4;

    static final GatherDecisions UNKNOWN = new GatherDecisions(0, 1, 0, 0);

    /** How long to wait at most for the next group when {@code arrived} writes are there, nanoseconds. */
    long waitNanos(long arrived) {
        return pause > 0 || arrived >= expected ? 0 : Math.min((long) (commitNanos * PART), MAX_WAIT_NANOS);
    }

    /**
     * After a wait, before and after which so many were there. It has paid when nearly all came: of many who come one
     * behind the other the next commit's time hides the later ones.
     */
    GatherDecisions waited(long before, long after) {
        boolean paid = (expected - after) * NEARLY <= expected - before;
        int failed = paid ? Math.max(failures - 1, 0) : Math.min(failures + FAILURE, MAX_FAILURES);
        return new GatherDecisions(commitNanos, expected, failed, paid ? 0 : 1 << failed);
    }

    /**
     * After a group's commit.
     *
     * @param writes in the group
     * @param waiting that came meanwhile
     */
    GatherDecisions committed(long writes, long waiting, long nanos) {
        long time = commitNanos == 0
                ? nanos
                : commitNanos + (Math.min(nanos, commitNanos * OUTLIER) - commitNanos) / SMOOTHING;
        int next = Math.clamp(writes + waiting, 1, MAX_EXPECTED);
        return new GatherDecisions(Math.max(time, 1), next, failures, Math.max(pause - 1, 0));
    }
}
