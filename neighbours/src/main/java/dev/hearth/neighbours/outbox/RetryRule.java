package dev.hearth.neighbours.outbox;

/**
 * How often and when a delivery is tried again: {@code immediate} times at once, then {@code steady} times after {@code
 * leastMillis}
 * each, then with a growing delay up to {@code mostMillis}, which is doubled each time.
 *
 * @param immediate retries without a delay
 * @param steady retries after the least delay
 * @param attempts of all retries, at most
 * @param leastMillis the first delay
 * @param mostMillis the longest delay
 * @param maxAgeMillis since the parcel was accepted, after which it is not tried again
 */
public record RetryRule(int immediate, int steady, int attempts, long leastMillis, long mostMillis, long maxAgeMillis) {

    private static final long DAY_MILLIS = 86_400_000;

    /**
     * What SNS does for targets inside AWS (developer guide, "Message delivery retries"): 3 at once, 2 after 1 s, then
     * up to 20 s, 100,015 in all.
     */
    public static final RetryRule SNS_INSIDE = new RetryRule(3, 2, 100_015, 1_000, 20_000, 23 * DAY_MILLIS);

    /** What EventBridge and its scheduler do unless told otherwise: 185 times within 24 hours. */
    public static final RetryRule EVENTS = new RetryRule(0, 0, 185, 1_000, 600_000, DAY_MILLIS);

    /** Whether and when there is another try after {@code failures} failed ones; negative for never, milliseconds. */
    public long delayMillis(int failures, long ageMillis) {
        if (failures > attempts || ageMillis >= maxAgeMillis) {
            return -1;
        }
        if (failures <= immediate) {
            return 0;
        }
        int doublings = Math.clamp(failures - immediate - steady - 1L, 0, Long.SIZE / 2);
        return Math.min(mostMillis, leastMillis << doublings);
    }
}
