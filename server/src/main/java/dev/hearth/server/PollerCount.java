package dev.hearth.server;

/**
 * How many pollers a queue's mapping deserves (developer guide, "Configuring scaling behavior for SQS event source
 * mappings"): five to
 * begin with, 300 more a minute while all are busy, and fewer again when most wait. Pure.
 */
final class PollerCount {

    /** Pollers of a mapping without work. */
    static final int FEWEST = 5;

    /** Pollers that are added in one look, once a second. */
    static final int STEP = 5;

    /** The most without a limit of the mapping's own: the account's concurrency is the next limit. */
    static final int MOST = 1_000;

    private PollerCount() {}

    static int first(int maximumConcurrency) {
        return Math.min(FEWEST, most(maximumConcurrency));
    }

    static int wanted(int running, int idle, int maximumConcurrency) {
        int most = most(maximumConcurrency);
        if (idle == 0) {
            return Math.min(most, running + STEP);
        }
        if (idle > running / 2 && running > FEWEST) {
            return Math.max(Math.min(FEWEST, most), running - STEP);
        }
        return Math.min(running, most);
    }

    private static int most(int maximumConcurrency) {
        return maximumConcurrency == 0 ? MOST : maximumConcurrency;
    }
}
