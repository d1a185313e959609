package dev.hearth.services.pollerfleet;

import java.time.Duration;

/**
 * How a source is polled: what its event source mapping says.
 *
 * @param resource what the lease is taken on, unique to the source or shard
 * @param function the function's ARN, qualified as the mapping says
 * @param batchSize items that are invoked with at most
 * @param window how long a batch that is not full waits; zero for not at all
 * @param onError what becomes of items that failed
 * @param partialResponses whether the function says which items failed ({@code ReportBatchItemFailures})
 * @param maximumRetries of {@link OnError#RETRY}, -1 for no limit
 * @param maximumAge of {@link OnError#RETRY}, after which an item is given up; zero for no limit
 * @param bisect whether a failed batch of {@link OnError#RETRY} is tried again in halves
 * @param tumbling length of windows that carry state; zero for none
 * @param onFailure ARN of the destination for what is given up, or empty
 */
public record SourcePlan(
        String resource,
        String function,
        int batchSize,
        Duration window,
        OnError onError,
        boolean partialResponses,
        int maximumRetries,
        Duration maximumAge,
        boolean bisect,
        Duration tumbling,
        String onFailure) {

    /** Who tries failed items again. */
    public enum OnError {
        /** The source, as SQS does when a message becomes visible again. */
        GIVE_BACK,
        /** The poller, which does not go on before they are done or given up, as with a shard. */
        RETRY
    }
}
