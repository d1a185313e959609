package dev.hearth.neighbours.outbox;

import java.util.Map;

/**
 * The queue that gets what could not be delivered.
 *
 * @param queueArn of an SQS queue
 * @param style what its attributes are called
 * @param more attributes of the sender's own, by name
 */
public record DeadLetter(String queueArn, Style style, Map<String, String> more) {

    public DeadLetter {
        more = Map.copyOf(more);
    }

    /** Whose dead letters they are. */
    public enum Style {
        /** {@code RequestID}, {@code ErrorCode}, {@code ErrorMessage} (SNS developer guide, "Dead-letter queues"). */
        SNS,
        /** {@code ERROR_CODE} and its like (EventBridge user guide, "Using dead-letter queues"). */
        EVENTS
    }
}
