package dev.hearth.services.pollerfleet;

import dev.hearth.services.leasing.Lease;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What an event source mapping reads from: a queue, a topic, or one lane of a stream's shard. {@link SourcePoller}
 * drives it, one call at a time, and only while it holds the source's lease. No method blocks.
 */
public interface EventSource {

    /**
     * One message or record.
     *
     * @param id what a partial batch response names it by: an SQS message id, a sequence number, a partition's name and
     *     an offset
     * @param lane the shard or partition in which it has an order; empty when the source is one, or has none
     * @param json as it stands in the function's event
     * @param filterable what filter criteria see, often {@code json} with its body or data parsed
     * @param arrived when the source got it
     * @param traceHeader {@code X-Amzn-Trace-Id} of what sent it, or null
     */
    record Item(
            String id,
            String lane,
            ByteBuffer json,
            ByteBuffer filterable,
            Instant arrived,
            @Nullable String traceHeader) {

        /** One that nobody traces, of a source that is one lane. */
        public Item(String id, ByteBuffer json, ByteBuffer filterable, Instant arrived) {
            this(id, "", json, filterable, arrived, null);
        }
    }

    /**
     * The lease is granted: what was read before and not settled is offered again.
     *
     * @return the tumbling window that was open there, or null
     */
    default CompletionStage<@Nullable TumblingWindow> begin(Lease lease) {
        return CompletableFuture.completedStage(null);
    }

    /** The lease is not held any more: nothing is read before the next {@link #begin}. */
    default void rest() {}

    /** Up to {@code most} items; completes with none when there were none for {@code wait}. */
    CompletionStage<List<Item>> read(int most, Duration wait);

    /** Whether nothing will ever come any more. */
    default boolean isOver() {
        return false;
    }

    /** Notes for good that all is done, when it {@link #isOver}. */
    default CompletionStage<Boolean> finish(Lease lease) {
        return CompletableFuture.completedStage(true);
    }

    /** Those of {@code items} that nobody else has been given meanwhile. */
    default List<Item> kept(List<Item> items) {
        return items;
    }

    /** The function's event for {@code batch}. */
    ByteBuffer event(List<Item> batch);

    /** The function's event for {@code batch} in a tumbling window. */
    default ByteBuffer windowEvent(List<Item> batch, TumblingWindow window, TumblingWindow.End end) {
        throw new UnsupportedOperationException("this source has no windows");
    }

    /** The member of an invocation record that says what of the source failed: a JSON name and value. */
    default String batchInfo(List<Item> batch) {
        return "\"batchInfo\":{\"batchSize\":" + batch.size() + "}";
    }

    /**
     * {@code items} are done, dropped by the filter or given up: a queue deletes them, a stream moves its checkpoint up
     * to the first that is not. The write is conditional on the lease's token.
     *
     * @return false when the lease is another's by now; the poller stops
     */
    CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items);

    /** As {@link #checkpoint}, with the window that is open from then on, or null. */
    default CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items, @Nullable TumblingWindow window) {
        return checkpoint(lease, items);
    }

    /** {@code items} go back to the source, which offers them again by rules of its own (visibility, redrive). */
    CompletionStage<Void> giveBack(List<Item> items);

    /** {@code items} came round in a circle and are not to be run: whatever the source has for such takes them. */
    default CompletionStage<Void> drop(Lease lease, List<Item> items) {
        return checkpoint(lease, items).thenApply(_ -> null);
    }

    /** What keeps it from being read, in AWS's words; empty for nothing. */
    default String problem() {
        return "";
    }
}
