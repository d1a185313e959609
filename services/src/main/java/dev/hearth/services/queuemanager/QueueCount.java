package dev.hearth.services.queuemanager;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** How much is in one queue, counted as it comes and goes. */
final class QueueCount {

    private final AtomicLong depth = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();
    private final ConcurrentMap<String, Long> functions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> accepted = new ConcurrentHashMap<>();

    /** Before the event is committed: whoever chooses a queue meanwhile should know. */
    void entering(String function) {
        depth.incrementAndGet();
        functions.merge(function, 1L, Long::sum);
    }

    void entered(String function) {
        accepted.merge(function, 1L, Long::sum);
    }

    void found(String function, long events) {
        depth.addAndGet(events);
        functions.merge(function, events, Long::sum);
    }

    /** It was settled, or not committed after all. */
    void left(String function) {
        depth.decrementAndGet();
        functions.computeIfPresent(function, (_, events) -> events == 1 ? null : events - 1);
    }

    void finished(String function) {
        finished.incrementAndGet();
        left(function);
    }

    long finished() {
        return finished.get();
    }

    long depth() {
        return depth.get();
    }

    Map<String, Long> functions() {
        return new TreeMap<>(functions);
    }

    Map<String, Long> accepted() {
        return new TreeMap<>(accepted);
    }
}
