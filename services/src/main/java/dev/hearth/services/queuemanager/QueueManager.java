package dev.hearth.services.queuemanager;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The queues of accepted events, and which function's events go to which of them. */
public interface QueueManager {

    /** Largest payload of an event, bytes (source: Lambda quotas, asynchronous invocation). */
    int EVENT_BYTES = 1024 * 1024;

    /** Queues that all functions share. */
    int SHARED_QUEUES = 64;

    /** Shared queues that one function's events are spread over. */
    int SHARD = 4;

    /** The number of the first queue that belongs to one function. */
    int FIRST_OWNED = 1_000;

    /** Most queues that belong to one function each. */
    int OWNED_QUEUES = 256;

    /** The detail of the fault that says that events cannot be committed now. */
    String STORE_UNAVAILABLE = "StoreUnavailable";

    /** The queues in {@code store}, with all that they hold. Blocks. */
    static QueueManager create(EventStore store, Ports ports) {
        return new StoredQueues(store, ports);
    }

    /** What a queue's lease is taken on. */
    static String resource(int queue) {
        return "event-queue/" + queue;
    }

    /**
     * Puts an event into the shorter of two of its function's queues. Does not block.
     *
     * @return completes when the event is committed; fails with a {@link FaultException}, UNAVAILABLE with the detail
     *     {@link #STORE_UNAVAILABLE}, when it is not or when that is not known in time
     */
    CompletionStage<Void> accept(Event event);

    /** As {@link EventStore#read}. */
    List<QueuedEvent> read(int queue, EventStore.Position after, Instant now, int most, long mostBytes);

    /** As {@link EventStore#nextDue}. */
    Optional<Instant> nextDue(int queue, EventStore.Position after);

    /** As {@link EventStore#dueQueues}. */
    List<Integer> dueQueues(Instant now);

    /** As {@link EventStore#settle}. */
    CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements);

    /** The queues that hold something or belong to a function, in order. Answers from memory. */
    List<QueueReport> reports();

    /** When the oldest event was accepted. Blocks. */
    Optional<Instant> oldest();

    /** Gives a function queues of its own, in addition to what it has; new events go there only. Blocks. */
    void dedicate(String function, int queues);

    /** Takes a queue from the function that owns it, if it is empty; else nothing new goes there. Blocks. */
    void retire(int queue);

    /** Functions by the queues that they own. */
    Map<Integer, String> owners();

    /** {@code listener} is told of every event that was committed. */
    void listen(Arrivals listener);

    /** Told that there is something to take; called on the thread that committed it: returns at once. */
    @FunctionalInterface
    interface Arrivals {
        void arrived(int queue);
    }
}
