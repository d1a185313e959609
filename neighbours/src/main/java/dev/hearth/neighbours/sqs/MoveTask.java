package dev.hearth.neighbours.sqs;

import org.jspecify.annotations.Nullable;

/**
 * A dead-letter queue's messages on their way to other queues.
 *
 * @param handle of the task
 * @param sourceArn the dead-letter queue
 * @param destinationArn where they go; null for where each of them came from
 * @param perSecond the most messages a second; null for as fast as it goes
 * @param status how far it is
 * @param moved how many were moved
 * @param toMove how many there were when it started
 * @param startedMillis when, in milliseconds since the epoch
 * @param failure why it failed; empty when it did not
 */
public record MoveTask(
        String handle,
        String sourceArn,
        @Nullable String destinationArn,
        @Nullable Integer perSecond,
        Status status,
        long moved,
        long toMove,
        long startedMillis,
        String failure) {

    /** The states of a task, as AWS names them. */
    public enum Status {
        RUNNING,
        COMPLETED,
        CANCELLING,
        CANCELLED,
        FAILED
    }

    MoveTask with(Status newStatus, long nowMoved, String why) {
        return new MoveTask(
                handle, sourceArn, destinationArn, perSecond, newStatus, nowMoved, toMove, startedMillis, why);
    }
}
