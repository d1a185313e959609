package dev.hearth.services.counting;

import java.time.Duration;

/**
 * What one account may use in one region.
 *
 * @param concurrentExecutions units of concurrency; Lambda's default quota is 1,000
 * @param environmentsPerWindow new environments of one function in {@code scalingWindow}, refilled continuously and
 *     never above this number (AWS Lambda Developer Guide, "Lambda scaling behavior")
 * @param scalingWindow the time over which they refill
 * @param requestsPerUnit invocations per second for each unit of concurrency that a function may use, 0 for no limit.
 *     Lambda's is 10 ({@link #AWS_REQUESTS_PER_UNIT}); it protects Lambda's own fleet, so here it is off unless asked
 *     for
 * @param callerRequestsPerSecond invocations per second of the whole account, 0 for no limit
 * @param holderLease how long a holder lives after its last heartbeat
 */
public record CountingLimits(
        int concurrentExecutions,
        int environmentsPerWindow,
        Duration scalingWindow,
        int requestsPerUnit,
        int callerRequestsPerSecond,
        Duration holderLease) {

    /**
     * Units that must stay unreserved. In an account that has fewer than these, all must, as in Lambda's new accounts.
     */
    public static final int UNRESERVED_MINIMUM = 100;

    /** Lambda's own value of {@code requestsPerUnit}, invocations per second. */
    public static final int AWS_REQUESTS_PER_UNIT = 10;

    /** Most units of one account. */
    public static final int MAX_CONCURRENT_EXECUTIONS = 10_000_000;

    /**
     * Most of {@code environmentsPerWindow}, {@code callerRequestsPerSecond} and a function's invocations per second.
     */
    public static final int MAX_RATE = 100_000_000;

    /** Longest scaling window and holder's lease. */
    public static final Duration MAX_TIME = Duration.ofHours(1);

    /** Most functions counted at a time. */
    public static final int MAX_FUNCTIONS = 1_000_000;

    /** Most holders at a time. */
    public static final int MAX_HOLDERS = 100_000;

    /** Lambda's defaults. */
    public static final CountingLimits DEFAULTS =
            new CountingLimits(1_000, 1_000, Duration.ofSeconds(10), 0, 0, Duration.ofSeconds(10));

    public CountingLimits {
        require(concurrentExecutions >= 1 && concurrentExecutions <= MAX_CONCURRENT_EXECUTIONS, "concurrentExecutions");
        require(environmentsPerWindow >= 1 && environmentsPerWindow <= MAX_RATE, "environmentsPerWindow");
        require(within(scalingWindow) && scalingWindow.toNanos() >= environmentsPerWindow, "scalingWindow");
        require(requestsPerUnit >= 0 && (long) requestsPerUnit * concurrentExecutions <= MAX_RATE, "requestsPerUnit");
        require(callerRequestsPerSecond >= 0 && callerRequestsPerSecond <= MAX_RATE, "callerRequestsPerSecond");
        require(within(holderLease), "holderLease");
    }

    /** These limits with another number of units. */
    public CountingLimits withConcurrentExecutions(int units) {
        return new CountingLimits(
                units, environmentsPerWindow, scalingWindow, requestsPerUnit, callerRequestsPerSecond, holderLease);
    }

    /** Units that no function may reserve. */
    int unreservedMinimum() {
        return Math.min(UNRESERVED_MINIMUM, concurrentExecutions);
    }

    private static boolean within(Duration time) {
        return time.isPositive() && time.compareTo(MAX_TIME) <= 0;
    }

    private static void require(boolean sound, String name) {
        if (!sound) {
            throw new IllegalArgumentException(name + " is out of range");
        }
    }
}
