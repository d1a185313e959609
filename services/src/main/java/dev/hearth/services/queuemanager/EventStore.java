package dev.hearth.services.queuemanager;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The durable memory of events. Its methods block, except those that answer with a stage. */
public interface EventStore {

    /**
     * A place in a queue, whose order is that of {@code (due, id)}.
     *
     * @param dueMillis milliseconds since the epoch
     */
    record Position(long dueMillis, long id) {

        /** Before every event. */
        public static final Position START = new Position(Long.MIN_VALUE, 0);

        /** Where {@code event} stands. */
        public static Position of(QueuedEvent event) {
            return new Position(event.due().toEpochMilli(), event.id());
        }
    }

    /** How many events of a function are in a queue. */
    record Tally(int queue, String function, long events) {}

    /**
     * Adds an event at the end of what is due in {@code queue}. Never waits: when too much waits for the store, the
     * stage fails at once.
     *
     * @return completes when the event is committed; fails when it is not, or when that is not known
     */
    CompletionStage<Void> append(int queue, Event event);

    /**
     * Events of {@code queue} behind {@code after} that are due at {@code now}, in order: {@code most}, or as many as
     * it
     * takes for their payloads to reach {@code mostBytes}. Fewer than both means that no more is due.
     */
    List<QueuedEvent> read(int queue, Position after, Instant now, int most, long mostBytes);

    /** When the first event of {@code queue} behind {@code after} is due. */
    Optional<Instant> nextDue(int queue, Position after);

    /** The queues that hold something that is due at {@code now}, in order. */
    List<Integer> dueQueues(Instant now);

    /**
     * Settles events that were read from {@code queue}, all or none.
     *
     * @param token the fencing token of the lease on {@link QueueManager#resource}
     * @return completes with false, and nothing changed, when the token is not the current one
     */
    CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements);

    /** Everything that is in the queues. */
    List<Tally> tally();

    /** When the oldest event was accepted. */
    Optional<Instant> oldest();

    /** Queues that belong to one function each. */
    Map<Integer, String> owners();

    /** Gives {@code queue} to {@code function}, or with null to nobody. */
    void putOwner(int queue, @Nullable String function);

    /** A store that forgets when the process ends, for tests and the simulation. */
    static EventStore inMemory(Fence fence) {
        return new MemoryEventStore(fence);
    }

    /** Whether a fencing token is a queue's current one. */
    @FunctionalInterface
    interface Fence {
        boolean isCurrent(int queue, long token);
    }
}
