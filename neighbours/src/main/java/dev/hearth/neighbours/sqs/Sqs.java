package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Amazon SQS of this account and region. A {@link Queue} is found by {@link Queues}; refusals are {@link SqsError}s,
 * thrown at once or by a stage.
 */
public interface Sqs extends AutoCloseable {

    /** SQS over what {@code store} keeps. */
    static Sqs create(SqsStore store, Ports ports, AwsScope scope) {
        return RoomSqs.start(store, ports, scope);
    }

    /** The queues themselves. */
    Queues queues();

    /** The moves of dead letters back to where they came from. */
    MoveTasks moveTasks();

    /** Sends a message; the stage completes when it is durable. Messages of one caller keep the order of the calls. */
    CompletionStage<Sent> send(Queue queue, SendMessage message);

    /**
     * Receives what is there, or waits for the first. A future that its caller completes or cancels takes the wish
     * back.
     */
    CompletableFuture<java.util.List<Received>> receive(Queue queue, ReceiveMessages wish);

    /** Deletes a message by what its receive gave; one that is gone already is no error. */
    CompletionStage<Void> delete(Queue queue, String receiptHandle);

    /** Hides a message that is in flight for {@code seconds} from now; 0 shows it at once. */
    CompletionStage<Void> changeVisibility(Queue queue, String receiptHandle, int seconds);

    /** How many messages the queue has. */
    MessageCounts counts(Queue queue);

    /**
     * What is in the queues: the first {@code most} by name one by one, then, if there are more, those of the others
     * together that were used since the start of this process. Blocks.
     */
    java.util.List<QueueReport> reports(int most);

    /** Deletes every message of the queue. */
    void purge(Queue queue);

    /** Stops what runs in the background and lets go of those who wait; everything acknowledged is kept. */
    @Override
    void close();
}
