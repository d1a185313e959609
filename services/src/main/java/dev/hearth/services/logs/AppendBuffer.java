package dev.hearth.services.logs;

import dev.hearth.core.Ports;
import dev.hearth.services.logs.LogStore.EventBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of functions on their way to the store: packed at once into a block for each stream, gathered for a moment,
 * then written as one unit, so that a stream costs the store one row however much it says.
 *
 * <p>{@code empty -> gathering} (the timer is set) {@code -> flushing -> empty}. A caller that finds the buffer full
 * writes it itself, and so waits until there is room.
 *
 * <p>What the store does not take is held, up to {@link Logs#HELD_BYTES}, and written when it takes events again; a
 * write whose end is not known is done again, so that a line may be there twice. What is dropped is counted, and said
 * loudly: there is nobody to refuse.
 */
final class AppendBuffer {

    /** How long events gather; the rest of {@link Logs#APPEND_DELAY_MILLIS} is for the commit. */
    private static final Duration GATHER = Duration.ofMillis(Logs.APPEND_DELAY_MILLIS * 7 / 10);

    /** Between two attempts to write what is held. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Buffers kept for the next events: each as large as a block may be, the most bytes of all. */
    private static final int SPARE_BYTES = 1 << 20;

    private static final byte[] BLANK = {' '};

    private static final Logger LOG = LoggerFactory.getLogger(AppendBuffer.class);

    private final LogStore store;
    private final Ports ports;
    private final ReentrantLock gather = new ReentrantLock();
    private final ReentrantLock flush = new ReentrantLock();
    private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

    /** Used under the lock {@code flush}. */
    private final HeldEvents held = new HeldEvents(Logs.HELD_BYTES);

    private long nextTryNanos;
    private boolean closed;
    private int spareBytes;
    private List<Gathered> appendQueue = new ArrayList<>();
    private long appendQueueBytes;

    /** A block in the making. */
    private record Gathered(Stream stream, BlockWriter writer) {}

    AppendBuffer(LogStore store, Ports ports) {
        this.store = store;
        this.ports = ports;
    }

    LogAppender.Appending open(String group, String stream) {
        return new Stream(group, stream);
    }

    /** A stream and its block in the making, which is also the last of its blocks in the queue. */
    private final class Stream implements LogAppender.Appending {

        private final String group;
        private final String name;
        private @Nullable BlockWriter open;

        Stream(String group, String name) {
            this.group = group;
            this.name = name;
        }

        @Override
        public void append(long timestampMillis, byte[] utf8, int from, int length) {
            if (length == 0) {
                add(this, timestampMillis, BLANK, 0, BLANK.length);
                return;
            }
            int at = from;
            int end = from + length;
            while (at < end) {
                int next = LogDecisions.messageEnd(utf8, at, end);
                add(this, timestampMillis, utf8, at, next - at);
                at = next;
            }
        }
    }

    private void add(Stream stream, long timestampMillis, byte[] utf8, int from, int length) {
        gather.lock();
        boolean full;
        try {
            writer(stream, timestampMillis, length).add(timestampMillis, utf8, from, length);
            appendQueueBytes += length + LogRules.EVENT_OVERHEAD_BYTES;
            full = appendQueueBytes > Logs.APPEND_BUFFER_BYTES;
        } finally {
            gather.unlock();
        }
        if (full) {
            flush();
        }
    }

    private BlockWriter writer(Stream stream, long timestampMillis, int length) {
        BlockWriter open = stream.open;
        if (open != null && open.takes(timestampMillis, length)) {
            return open;
        }
        if (appendQueue.isEmpty()) {
            ports.timers().after(GATHER, () -> ports.tasks().start("logs-append", this::flush));
        }
        byte[] buffer = spare.pollFirst();
        spareBytes -= buffer == null ? 0 : buffer.length;
        BlockWriter made = new BlockWriter(buffer == null ? BlockWriter.NOTHING : buffer);
        stream.open = made;
        appendQueue.add(new Gathered(stream, made));
        return made;
    }

    /** Returns when everything added before is in the store, or held because the store does not take it. */
    void flush() {
        flush.lock();
        try {
            List<EventBatch> taken = batches(take());
            if (!held.isEmpty()) {
                held.add(taken);
                if (ports.time().nanos() - nextTryNanos >= 0) {
                    writeHeld();
                }
            } else if (!taken.isEmpty() && !write(taken)) {
                LOG.warn("the store does not take what functions print: up to {} bytes of it wait", Logs.HELD_BYTES);
                held.add(taken);
                tryLater();
            }
        } finally {
            flush.unlock();
        }
    }

    private void writeHeld() {
        while (!held.isEmpty()) {
            if (write(List.of(held.oldest()))) {
                held.oldestIsWritten();
            } else if (held.areMany() && write(List.of(held.newest()))) {
                held.newestIsWrittenAndOldestIsNot();
            } else {
                tryLater();
                return;
            }
        }
        LOG.info("the store takes what functions print again");
        sayDropped();
    }

    private boolean write(List<EventBatch> batches) {
        try {
            store.append(batches, ports.time().millis());
            return true;
        } catch (RuntimeException e) {
            LOG.debug("events were not written", e);
            return false;
        }
    }

    private void tryLater() {
        nextTryNanos = ports.time().nanos() + RETRY.toNanos();
        if (!closed) {
            ports.timers().after(RETRY, () -> ports.tasks().start("logs-append", this::flush));
        }
    }

    private void sayDropped() {
        long dropped = held.takeDropped();
        if (dropped > 0) {
            LOG.error("{} log events of functions are lost: the store did not take them", dropped);
        }
    }

    /** Writes what can be written, once. */
    void close() {
        flush.lock();
        try {
            closed = true;
            nextTryNanos = ports.time().nanos();
            flush();
            held.dropAll();
            sayDropped();
        } finally {
            flush.unlock();
        }
    }

    private List<Gathered> take() {
        gather.lock();
        try {
            List<Gathered> taken = appendQueue;
            if (!taken.isEmpty()) {
                appendQueue = new ArrayList<>();
                appendQueueBytes = 0;
                taken.forEach(gathered -> gathered.stream.open = null);
            }
            return taken;
        } finally {
            gather.unlock();
        }
    }

    private List<EventBatch> batches(List<Gathered> taken) {
        List<EventBatch> batches = new ArrayList<>(taken.size());
        for (Gathered gathered : taken) {
            Stream stream = gathered.stream;
            EventBlock block = gathered.writer.block();
            batches.add(new EventBatch(stream.group, stream.name, List.of(block)));
            keep(gathered.writer.takeBuffer());
        }
        return batches;
    }

    private void keep(byte[] buffer) {
        gather.lock();
        try {
            if (buffer.length <= EventBlock.FULL_BYTES && spareBytes + buffer.length <= SPARE_BYTES) {
                spare.addFirst(buffer);
                spareBytes += buffer.length;
            }
        } finally {
            gather.unlock();
        }
    }
}
