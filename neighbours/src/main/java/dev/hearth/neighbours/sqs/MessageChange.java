package dev.hearth.neighbours.sqs;

/** What happens to a stored message, or to what is stored about one. */
public sealed interface MessageChange {

    /** A new message. */
    record Added(long queueId, StoredMessage message) implements MessageChange {}

    /** A message was received, or is hidden until another time. */
    record Hidden(
            long queueId, long sequence, long visibleMillis, int receiveCount, long firstReceivedMillis, long receipt)
            implements MessageChange {}

    /** A message is gone. */
    record Removed(long queueId, long sequence) implements MessageChange {}

    /** A message is gone if this was its last receipt. */
    record RemovedBy(long queueId, long sequence, long receipt) implements MessageChange {}

    /**
     * A message went to another queue, as one that nobody received yet.
     *
     * @param sourceArn what becomes its source; empty for none
     * @param sentMillis when it counts as sent; 0 for when it was
     */
    record Moved(
            long fromQueue,
            long fromSequence,
            long toQueue,
            long toSequence,
            long visibleMillis,
            String sourceArn,
            long sentMillis)
            implements MessageChange {}

    /**
     * A FIFO queue accepted a message under a deduplication id.
     *
     * @param scope the message group, or empty for the whole queue
     */
    record Accepted(
            long queueId, String scope, String deduplicationId, long sequence, String messageId, long expiresMillis)
            implements MessageChange {}
}
