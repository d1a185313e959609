package dev.hearth.services.assignment;

import java.time.Duration;

/**
 * The times and numbers of assignment.
 *
 * @param idleAge how long an on-demand environment stays idle before it is destroyed
 * @param maximumAge how old an environment becomes before it is replaced; like Lambda's, it is never handed out after
 *     its lease
 * @param callerWait how long a caller waits for an environment before it is refused
 * @param firstBackOff how long nothing is started in place of a first failed start; each further one doubles it
 * @param longestBackOff the longest of these times
 */
public record AssignmentLimits(
        Duration idleAge, Duration maximumAge, Duration callerWait, Duration firstBackOff, Duration longestBackOff) {

    /** Idle environments of one pool; more are destroyed. */
    static final int IDLE_PER_POOL = 1_000;

    /** Callers of one pool that wait; more are refused. Counting lets in fewer. */
    static final int WAITING_PER_POOL = 100_000;

    /** Idle environments, the most recently used ones, among which one of the caller's own thread is looked for. */
    static final int AFFINITY_LOOK = 4;

    /** Failed starts in a row after which callers are told at once instead of waiting for the next try. */
    static final int FAILURES_TOLERATED = 3;

    /** Failed starts in a row after which provisioned concurrency counts as failed, while it is tried on. */
    static final int PROVISION_FAILURES = 3;

    /** How often environments are looked over for their age. */
    static final Duration SWEEP = Duration.ofMinutes(1);

    /** How often callers are looked over for how long they wait, while some do. */
    static final Duration WAIT_LOOK = Duration.ofSeconds(1);

    /** Ends of environments that are not known, or not yet, that are remembered; the oldest are forgotten. */
    static final int EARLY_ENDS = 1_024;

    /** The defaults. */
    public static final AssignmentLimits DEFAULTS = new AssignmentLimits(
            Duration.ofMinutes(10),
            Duration.ofHours(14),
            Duration.ofMinutes(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(10));

    public AssignmentLimits {
        for (Duration limit : new Duration[] {idleAge, maximumAge, callerWait, firstBackOff, longestBackOff}) {
            if (!limit.isPositive()) {
                throw new IllegalArgumentException("every limit of assignment is longer than nothing");
            }
        }
        if (longestBackOff.compareTo(firstBackOff) < 0 || longestBackOff.compareTo(callerWait) > 0) {
            throw new IllegalArgumentException("the longest back-off lies between the first and a caller's wait");
        }
    }

    /** How long nothing is started after {@code failures} failed starts in a row, nanoseconds. */
    long backOffNanos(int failures) {
        int doublings = Math.min(failures - 1, Integer.SIZE - 2);
        long most = longestBackOff.toNanos();
        long first = firstBackOff.toNanos();
        return first > most >> doublings ? most : first << doublings;
    }
}
