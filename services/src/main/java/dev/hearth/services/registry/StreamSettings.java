package dev.hearth.services.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the shards of a stream, or the partitions of a topic, are read.
 *
 * @param parallelizationFactor batches of one shard at once, 1 to 10
 * @param startingPosition where reading begins; empty for a queue
 * @param startingTimestamp of {@link #AT_TIMESTAMP}, or null
 * @param maximumAgeSeconds after which a record is given up; -1 for never
 * @param maximumRetries tries after the first, -1 for endless
 * @param bisect whether a failed batch is tried again in halves
 * @param tumblingSeconds length of the windows that carry state; 0 for none
 * @param onFailure ARN of what is told of batches that are given up, or empty
 */
public record StreamSettings(
        int parallelizationFactor,
        String startingPosition,
        @Nullable Instant startingTimestamp,
        int maximumAgeSeconds,
        int maximumRetries,
        boolean bisect,
        int tumblingSeconds,
        String onFailure) {

    public static final String TRIM_HORIZON = "TRIM_HORIZON";
    public static final String LATEST = "LATEST";
    public static final String AT_TIMESTAMP = "AT_TIMESTAMP";

    /** A number without a limit. */
    public static final int ENDLESS = -1;

    /** What a queue has. */
    public static final StreamSettings NONE = new StreamSettings(1, "", null, ENDLESS, ENDLESS, false, 0, "");
}
