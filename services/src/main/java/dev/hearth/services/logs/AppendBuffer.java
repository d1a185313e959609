package dev.hearth.services.logs;

import dev.hearth.core.Ports;
import dev.hearth.services.logs.LogStore.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of functions on their way to the store: gathered for a moment, then written in the order of arrival as one
 * unit.
 *
 * <p>{@code empty -> gathering} (the timer is set) {@code -> flushing -> empty}. A caller that finds the buffer full
 * writes it itself, and so waits until there is room. A write that fails loses its events, which is said loudly:
 * there is nobody to refuse.
 */
final class AppendBuffer {

    /** How long events gather; the rest of {@link Logs#APPEND_DELAY_MILLIS} is for the commit. */
    private static final Duration GATHER = Duration.ofMillis(Logs.APPEND_DELAY_MILLIS / 2);

    private static final Logger LOG = LoggerFactory.getLogger(AppendBuffer.class);

    private final LogStore store;
    private final Ports ports;
    private final ReentrantLock gather = new ReentrantLock();
    private final ReentrantLock flush = new ReentrantLock();
    private List<EventBatch> appendQueue = new ArrayList<>();
    private long appendQueueBytes;

    AppendBuffer(LogStore store, Ports ports) {
        this.store = store;
        this.ports = ports;
    }

    void add(EventBatch batch) {
        long bytes = batch.events().stream().mapToLong(LogRules::bytes).sum();
        gather.lock();
        boolean full;
        try {
            if (appendQueue.isEmpty()) {
                ports.timers().after(GATHER, () -> ports.tasks().start("logs-append", this::flush));
            }
            appendQueue.add(batch);
            appendQueueBytes += bytes;
            full = appendQueueBytes > Logs.APPEND_BUFFER_BYTES;
        } finally {
            gather.unlock();
        }
        if (full) {
            flush();
        }
    }

    /** Returns when everything added before is in the store. */
    void flush() {
        flush.lock();
        try {
            List<EventBatch> batches = take();
            if (!batches.isEmpty()) {
                store.append(batches, ports.time().millis());
            }
        } catch (RuntimeException e) {
            LOG.error("log events of functions are lost: the store did not take them", e);
        } finally {
            flush.unlock();
        }
    }

    private List<EventBatch> take() {
        gather.lock();
        try {
            List<EventBatch> taken = appendQueue;
            if (!taken.isEmpty()) {
                appendQueue = new ArrayList<>();
                appendQueueBytes = 0;
            }
            return taken;
        } finally {
            gather.unlock();
        }
    }
}
