package dev.hearth.neighbours.sqs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks that move the messages of a dead-letter queue (API reference, StartMessageMoveTask). */
public interface MoveTasks {

    /**
     * Starts one; a queue has at most one that runs.
     *
     * @param destinationArn null for where each message came from
     * @param perSecond 1 to {@link SqsLimits#MOVE_PER_SECOND}; null for as fast as it goes
     */
    MoveTask start(String sourceArn, @Nullable String destinationArn, @Nullable Integer perSecond);

    /** The queue's tasks, the newest first. */
    List<MoveTask> list(String sourceArn, @Nullable Integer limit);

    /** Ends a running task; what was moved stays moved. */
    MoveTask cancel(String handle);
}
