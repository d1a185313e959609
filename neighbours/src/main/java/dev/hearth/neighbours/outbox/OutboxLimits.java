package dev.hearth.neighbours.outbox;

/** The outbox's limits, each with its unit. */
public interface OutboxLimits {

    /** Postings of one lane that memory holds; the rest waits in the store. */
    int LANE_WINDOW = 256;

    /** Deliveries of one lane at once, when it is not ordered. */
    int LANE_DELIVERIES = 16;

    /** The most postings that are accepted together. */
    int POSTINGS = 100_000;

    /** After how many milliseconds a store that failed is asked again. */
    int STORE_RETRY_MILLIS = 1_000;
}
