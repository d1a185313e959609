package dev.hearth.neighbours.sqs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as the store keeps it.
 *
 * @param sequence orders the messages of all queues by when they were accepted; never used twice
 * @param content what does not change
 * @param visibleMillis when it may be received, in milliseconds since the epoch
 * @param receiveCount how often it was received
 * @param firstReceivedMillis when that first was, in milliseconds since the epoch; 0 for never
 * @param receipt what its last receive's handle must carry; 0 before the first
 */
public record StoredMessage(
        long sequence, Content content, long visibleMillis, int receiveCount, long firstReceivedMillis, long receipt) {

    /**
     * What of a message does not change.
     *
     * @param messageId a UUID
     * @param sentMillis when it was sent, in milliseconds since the epoch
     * @param groupId its message group; null for none
     * @param deduplicationId of a FIFO queue's message; else null
     * @param traceHeader AWSTraceHeader; null for none
     * @param sourceArn the queue whose dead letter it is; null for none
     */
    public record Content(
            String messageId,
            String body,
            Map<String, MessageAttribute> attributes,
            long sentMillis,
            @Nullable String groupId,
            @Nullable String deduplicationId,
            @Nullable String traceHeader,
            @Nullable String sourceArn) {

        Content movedFrom(String arn, long sent) {
            return new Content(messageId, body, attributes, sent, groupId, deduplicationId, traceHeader, arn);
        }
    }
}
