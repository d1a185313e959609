package dev.hearth.neighbours.sqs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to send.
 *
 * @param body text
 * @param attributes by name
 * @param delaySeconds until it may be received; null for the queue's own delay, which is the only one of a FIFO queue
 * @param groupId its message group, which FIFO queues need and keep in order
 * @param deduplicationId what a FIFO queue tells a message sent twice by; null for the queue's content-based one
 * @param traceHeader the system attribute AWSTraceHeader
 */
public record SendMessage(
        String body,
        Map<String, MessageAttribute> attributes,
        @Nullable Integer delaySeconds,
        @Nullable String groupId,
        @Nullable String deduplicationId,
        @Nullable String traceHeader) {

    /** What a message counts against the limits: body, and names, types and values of attributes; bytes. */
    public static long bytes(SendMessage message) {
        return MessageRules.bytes(message);
    }

    /** Only a body. */
    public static SendMessage of(String body) {
        return new SendMessage(body, Map.of(), null, null, null, null);
    }
}
