package dev.hearth.neighbours.sqs;

import org.jspecify.annotations.Nullable;

/**
 * A wish for messages.
 *
 * @param most 1 to 10 of them
 * @param visibilitySeconds how long they are hidden from others; null for the queue's own
 * @param waitSeconds how long to wait for the first, 0 to 20; null for the queue's own
 * @param attemptId of a FIFO queue's receive: one that is repeated gets the same messages again; null for none
 */
public record ReceiveMessages(
        int most,
        @Nullable Integer visibilitySeconds,
        @Nullable Integer waitSeconds,
        @Nullable String attemptId) {

    /** Up to ten, with the queue's own times. */
    public static ReceiveMessages upTo(int most) {
        return new ReceiveMessages(most, null, null, null);
    }
}
