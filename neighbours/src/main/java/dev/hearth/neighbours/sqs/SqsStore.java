package dev.hearth.neighbours.sqs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What SQS keeps on disk. Every change is durable when its method returns, or its stage completes. */
public interface SqsStore {

    /** A store that lasts as long as the process: for tests and the simulation. */
    static SqsStore memory() {
        return new MemorySqsStore();
    }

    /** All queues, in no order. */
    List<Queue> queues();

    /** Adds a queue, or replaces what is kept of it. Its messages up to the purged sequence count as deleted. */
    void put(Queue queue);

    /** Forgets a queue at once, its messages by and by. */
    void delete(long queueId);

    /**
     * Makes changes in the order of the calls, all of a call or none; those of several calls may share a commit. The
     * stage completes on no caller's thread and fails when nothing was changed.
     */
    CompletionStage<Void> write(List<MessageChange> changes);

    /** Messages with a higher sequence, in their order. */
    List<StoredMessage> messages(long queueId, long afterSequence, int limit);

    /** Messages that were received and are hidden at that time, in the order of their sequences. */
    List<StoredMessage> inFlight(long queueId, long afterSequence, long nowMillis);

    /** The contents of those messages that are there. */
    Map<Long, StoredMessage.Content> contents(long queueId, Collection<Long> sequences);

    /** How many messages with a higher sequence there are. */
    long count(long queueId, long afterSequence);

    /** The deduplication ids that have not expired, the newest first. */
    List<MessageChange.Accepted> accepted(long queueId, long nowMillis, int limit);

    /** The one of that scope and id that has not expired, if there is one. */
    List<MessageChange.Accepted> accepted(long queueId, String scope, String deduplicationId, long nowMillis);

    /**
     * Removes some of a queue's messages with a lower sequence, and of its deduplication ids that have expired.
     *
     * @return how many messages
     */
    int removeExpired(long queueId, long beforeSequence, long nowMillis, int limit);

    /** Removes some of what deleted and purged queues left; how many messages. */
    int removeGarbage(int limit);

    /** All move tasks, in no order. */
    List<MoveTask> moveTasks();

    void put(MoveTask task);

    void deleteMoveTask(String handle);
}
