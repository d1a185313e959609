package dev.hearth.server;

import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.MappingExtras;

/**
 * How many pollers a mapping deserves (developer guide, "Configuring scaling behavior for SQS event source mappings"
 * and
 * "Provisioned mode"): five batches of a queue to begin with, 300 more a minute while all are busy, and fewer again
 * when
 * most wait; one consumer of a topic. Pure.
 *
 * @param fewest without work
 * @param step that are added in one look, once a second
 * @param most at any time
 */
record PollerCount(int fewest, int step, int most) {

    private static final int QUEUE_FEWEST = 5;
    private static final int QUEUE_STEP = 5;

    /** Without a limit of the mapping's own: the account's concurrency is the next limit. */
    private static final int QUEUE_MOST = 1_000;

    /** Batches that a provisioned poller of a queue has at once. */
    private static final int BATCHES_OF_A_POLLER = 10;

    /** Of a provisioned mapping, that are added in one look: a thousand batches a minute. */
    private static final int PROVISIONED_STEP = 17;

    /** Consumers of a topic; it has no more than it has partitions. */
    private static final int TOPIC_MOST = 200;

    static PollerCount ofQueue(EventSourceMapping mapping) {
        MappingExtras extras = mapping.extras();
        if (extras.isProvisioned()) {
            return new PollerCount(
                    Math.min(extras.minimumPollers(), extras.maximumPollers()) * BATCHES_OF_A_POLLER,
                    PROVISIONED_STEP,
                    extras.maximumPollers() * BATCHES_OF_A_POLLER);
        }
        int most = mapping.maximumConcurrency() == 0 ? QUEUE_MOST : mapping.maximumConcurrency();
        return new PollerCount(Math.min(QUEUE_FEWEST, most), QUEUE_STEP, most);
    }

    static PollerCount ofTopic(EventSourceMapping mapping) {
        MappingExtras extras = mapping.extras();
        return extras.isProvisioned()
                ? new PollerCount(extras.minimumPollers(), 1, extras.maximumPollers())
                : new PollerCount(1, 1, TOPIC_MOST);
    }

    int first() {
        return fewest;
    }

    int wanted(int running, int idle) {
        if (idle == 0) {
            return Math.clamp(running + step, fewest, most);
        }
        if (idle > running / 2 && running > fewest) {
            return Math.max(fewest, running - step);
        }
        return Math.clamp(running, fewest, most);
    }
}
