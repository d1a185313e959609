package dev.hearth.services.pollerfleet;

import dev.hearth.services.queuemanager.EventStore.Position;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a poller has taken from its queue and not yet settled. Guarded by the poller.
 *
 * <pre>
 * buffered -- dispatch -> running -- idle -> telling -- settled -> decided -- written -> gone
 * </pre>
 */
final class TakenEvents {

    /** Payloads read at once, bytes; a single larger event is read all the same. */
    static final long READ_BYTES = 2L << 20;

    /** What an event costs beside its payload, bytes. */
    static final long EVENT_BYTES = 512;

    /** Events read ahead at most. */
    static final int BUFFERED = 128;

    /** The most that one read brings, bytes. */
    static final long CLAIM_BYTES = READ_BYTES + QueueManager.EVENT_BYTES + BUFFERED * EVENT_BYTES;

    /** Events that are over and not yet settled at most: what runs twice after a crash. */
    private static final int UNSETTLED = 128;

    private final Deque<QueuedEvent> buffer = new ArrayDeque<>();
    private final Set<Long> ids = new HashSet<>();
    private List<Settlement> decided = new ArrayList<>();
    private Position cursor = Position.START;
    private int running;
    private final ByteBudget memory;
    private final StartedEvents started;
    private long claimed;
    private long used;

    TakenEvents(ByteBudget memory, StartedEvents started) {
        this.memory = memory;
        this.started = started;
    }

    static long bytes(List<QueuedEvent> events) {
        return events.stream()
                .mapToLong(event -> event.event().payload().remaining())
                .sum();
    }

    /** When the first of {@code batch} that is to be taken again is due. */
    static @Nullable Instant firstAgain(List<Settlement> batch) {
        return batch.stream()
                .filter(Settlement.Again.class::isInstance)
                .map(settlement -> ((Settlement.Again) settlement).due())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Whether it is time to read more, for {@code slots} invocations at once. */
    boolean hasRoom(int slots) {
        return buffer.size() < Math.min(slots, BUFFERED / 2);
    }

    private static long weight(QueuedEvent event) {
        return event.event().payload().remaining() + EVENT_BYTES;
    }

    /**
     * How many to read; from the beginning of the queue, what is taken comes again. With 0 there is no memory for them,
     * and {@code whenFree} is called when there is.
     */
    int claim(int slots, Runnable whenFree) {
        if (!memory.claim(CLAIM_BYTES, whenFree)) {
            return isEmpty() ? 1 : 0;
        }
        claimed = CLAIM_BYTES;
        int wanted = Math.min(BUFFERED, 16 * slots);
        return cursor.equals(Position.START) ? wanted + ids.size() : wanted;
    }

    /** The read that was claimed for is over. */
    void unclaim() {
        memory.free(claimed);
        claimed = 0;
    }

    Position cursor() {
        return cursor;
    }

    /** Reads from the queue's beginning next time. */
    void rewind() {
        cursor = Position.START;
    }

    /** What was read, which ends at {@code end}; what is taken already is left out. */
    void add(List<QueuedEvent> found, Position end) {
        for (QueuedEvent event : found) {
            if (ids.add(event.id())) {
                buffer.add(event);
                used += weight(event);
                memory.use(weight(event));
            }
        }
        unclaim();
        cursor = end;
    }

    /** The next events to run, so that {@code slots} run at once. */
    List<QueuedEvent> dispatch(int slots) {
        List<QueuedEvent> start = new ArrayList<>();
        while (running < slots && !buffer.isEmpty() && unsettled() < UNSETTLED) {
            start.add(buffer.poll());
            running++;
        }
        return start;
    }

    private int unsettled() {
        return ids.size() - buffer.size() - running;
    }

    void idle() {
        running--;
    }

    void settled(Settlement settlement) {
        decided.add(settlement);
    }

    /** All that is decided, to be written. */
    List<Settlement> decided() {
        List<Settlement> batch = decided;
        decided = new ArrayList<>();
        return batch;
    }

    /** The batch was not written after all. */
    void undecided(List<Settlement> batch) {
        decided.addAll(batch);
    }

    void written(List<Settlement> batch) {
        for (Settlement settlement : batch) {
            started.settled(settlement.event().event().requestId());
            gone(settlement.event());
        }
    }

    private void gone(QueuedEvent event) {
        if (ids.remove(event.id())) {
            used -= weight(event);
            memory.free(weight(event));
        }
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    int running() {
        return running;
    }

    /** Nothing more of what was only read is run. */
    void dropBuffered() {
        buffer.forEach(this::gone);
        buffer.clear();
    }

    /** All of it is another's now. */
    void forget() {
        buffer.clear();
        ids.clear();
        decided = new ArrayList<>();
        cursor = Position.START;
        running = 0;
        memory.free(used);
        used = 0;
    }
}
