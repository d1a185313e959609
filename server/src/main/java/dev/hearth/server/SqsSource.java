package dev.hearth.server;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.Timers;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.ReceiveMessages;
import dev.hearth.neighbours.sqs.Received;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.pollerfleet.EventSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue as an event source. What a function did is deleted; what it did not do stays in flight until the queue's
 * visibility timeout
 * is over, and the queue's own redrive policy counts its receives.
 */
final class SqsSource implements EventSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqsSource.class);

    private static final int MOST_AT_ONCE = 10;
    private static final int LONGEST_WAIT_SECONDS = 20;

    private final Sqs sqs;
    private final String arn;
    private final AwsScope scope;
    private final Timers timers;

    /** The receipt handles of what was read and is not settled, by message id. */
    private final Map<String, String> handles = new ConcurrentHashMap<>();

    private volatile @Nullable CompletableFuture<List<Received>> waiting;
    private volatile boolean closed;

    SqsSource(Sqs sqs, String arn, AwsScope scope, Timers timers) {
        this.sqs = sqs;
        this.arn = arn;
        this.scope = scope;
        this.timers = timers;
    }

    /** Whether it waits for messages now, and so has nothing to do. */
    boolean isIdle() {
        return waiting != null;
    }

    @Override
    public CompletionStage<List<Item>> read(int most, Duration wait) {
        Queue queue;
        try {
            queue = sqs.queues().ofArn(arn);
        } catch (FaultException noQueue) {
            return nothingFor(wait);
        }
        if (closed) {
            return CompletableFuture.completedStage(List.of());
        }
        int seconds = (int) Math.min(LONGEST_WAIT_SECONDS, wait.plusMillis(999).toSeconds());
        CompletableFuture<List<Received>> receive =
                sqs.receive(queue, new ReceiveMessages(Math.min(most, MOST_AT_ONCE), null, Math.max(0, seconds), null));
        waiting = receive;
        if (closed) {
            receive.complete(List.of());
        }
        SqsRecords records = new SqsRecords(arn, queue.name().endsWith(".fifo"), scope);
        return receive.thenApply(received -> {
            waiting = null;
            List<Item> items = new ArrayList<>();
            for (Received each : received) {
                handles.put(each.message().content().messageId(), each.receiptHandle());
                items.add(records.item(each));
            }
            return items;
        });
    }

    /** The queue is gone; perhaps it comes back. */
    private CompletionStage<List<Item>> nothingFor(Duration wait) {
        CompletableFuture<List<Item>> nothing = new CompletableFuture<>();
        timers.after(wait, () -> nothing.complete(List.of()));
        return nothing;
    }

    @Override
    public ByteBuffer event(List<Item> batch) {
        return SqsRecords.event(batch);
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items) {
        List<CompletableFuture<Void>> deletions = new ArrayList<>();
        try {
            Queue queue = sqs.queues().ofArn(arn);
            for (Item item : items) {
                String handle = handles.remove(item.id());
                if (handle != null) {
                    deletions.add(sqs.delete(queue, handle).toCompletableFuture());
                }
            }
        } catch (FaultException queueIsGone) {
            items.forEach(item -> handles.remove(item.id()));
        }
        // A receipt handle is the fence here: one of an older receive deletes nothing of a newer one's.
        return CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new))
                .thenApply(_ -> true);
    }

    @Override
    public CompletionStage<Void> giveBack(List<Item> items) {
        items.forEach(item -> handles.remove(item.id()));
        return CompletableFuture.completedStage(null);
    }

    /** What came round in a circle is the redrive policy's, if there is one. */
    @Override
    public CompletionStage<Void> drop(Lease lease, List<Item> items) {
        boolean redriven = false;
        try {
            redriven = sqs.queues()
                    .attributes(sqs.queues().ofArn(arn), List.of("RedrivePolicy"))
                    .containsKey("RedrivePolicy");
        } catch (FaultException queueIsGone) {
            LOG.debug("{} is gone", arn, queueIsGone);
        }
        return redriven ? giveBack(items) : checkpoint(lease, items).thenApply(_ -> null);
    }

    /** Lets go of a receive that waits. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<List<Received>> receive = waiting;
        if (receive != null) {
            receive.complete(List.of());
        }
    }
}
