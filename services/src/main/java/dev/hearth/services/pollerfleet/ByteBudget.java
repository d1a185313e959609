package dev.hearth.services.pollerfleet;

import dev.hearth.core.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The memory that all pollers of a fleet together use for events that they have taken and not yet settled.
 *
 * <p>A reader claims the most that a read can bring, and gives back what it did not bring. Who gets no claim is called
 * when there is room, the longest waiting first. Only who has nothing else in hand may use more than there is, for one
 * event: large events of one function that run for long must not keep others from running.
 */
final class ByteBudget {

    /** What events that are taken and not settled may use, bytes; with one event more for each poller that has none. */
    static final long TAKEN_BYTES = 96L << 20;

    private final long limit;
    private final Tasks tasks;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private long used;

    ByteBudget(long limit, Tasks tasks) {
        this.limit = limit;
        this.tasks = tasks;
    }

    /**
     * Takes {@code bytes}, or takes nothing and calls {@code whenFree} once, on a task, when it is worth another try.
     */
    synchronized boolean claim(long bytes, Runnable whenFree) {
        if (used + bytes > limit) {
            waiting.add(whenFree);
            return false;
        }
        waiting.remove(whenFree);
        used += bytes;
        return true;
    }

    /** Takes {@code bytes}, whether they are there or not. */
    synchronized void use(long bytes) {
        used += bytes;
    }

    void free(long bytes) {
        List<Runnable> called = new ArrayList<>();
        synchronized (this) {
            used -= bytes;
            Deque<Runnable> next = new ArrayDeque<>(waiting);
            long room = limit - used;
            while (!next.isEmpty() && room >= TakenEvents.CLAIM_BYTES) {
                Runnable first = next.poll();
                waiting.remove(first);
                called.add(first);
                room -= TakenEvents.CLAIM_BYTES;
            }
        }
        called.forEach(each -> tasks.start("event-memory", each));
    }

    synchronized long used() {
        return used;
    }
}
