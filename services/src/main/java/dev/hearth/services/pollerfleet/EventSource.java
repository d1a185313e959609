package dev.hearth.services.pollerfleet;

import dev.hearth.services.leasing.Lease;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What an event source mapping reads from: a queue, or one shard of a stream. {@link SourcePoller} drives it, one call
 * at a time, and only while it holds the source's lease. No method blocks.
 */
public interface EventSource {

    /**
     * One message or record.
     *
     * @param id what a partial batch response names it by: an SQS message id, a sequence number
     * @param json as it stands in the function's event
     * @param filterable what filter criteria see, often {@code json} with its body or data parsed
     * @param arrived when the source got it
     */
    record Item(String id, ByteBuffer json, ByteBuffer filterable, Instant arrived) {}

    /** Up to {@code most} items; completes with none when there were none for {@code wait}. */
    CompletionStage<List<Item>> read(int most, Duration wait);

    /** The function's event for {@code batch}. */
    ByteBuffer event(List<Item> batch);

    /**
     * {@code items} are done, dropped by the filter or given up: a queue deletes them, a stream moves its checkpoint.
     * The write is conditional on the lease's token.
     *
     * @return false when the lease is another's by now; the poller stops
     */
    CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items);

    /** {@code items} go back to the source, which offers them again by rules of its own (visibility, redrive). */
    CompletionStage<Void> giveBack(List<Item> items);
}
