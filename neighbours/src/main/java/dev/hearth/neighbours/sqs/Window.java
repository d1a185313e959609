package dev.hearth.neighbours.sqs;

import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The part of a queue's messages that memory holds: those up to a sequence. No clock, no threads, no store; belongs to
 * its queue's lock.
 *
 * <p>What is committed is admitted in the order of its sequences, even when the commits are told out of order, so that
 * nothing overtakes. When the window is full, or not everything before is in it, a new message stays in the store until
 * a load brings it.
 */
final class Window {

    private final boolean fifo;
    private final MessageOrder order;
    private final AtomicLong cachedBytes;
    private final Map<Long, Entry> entries = new HashMap<>();
    /** Sent or moved here, and not yet committed. */
    private final Map<Long, Entry> coming = new LinkedHashMap<>();
    /** Taken out, but perhaps still seen in the store. */
    private final Set<Long> leaving = new HashSet<>();

    private final List<Long> leftMeanwhile = new ArrayList<>();
    private long loadedUpTo;
    private long lastStored;
    private boolean complete;
    private boolean loading;
    private long lastStoredBeforeLoad;
    private long stored;

    /** @param cachedBytes of all queues' contents in memory */
    Window(boolean fifo, long purgedSequence, long stored, AtomicLong cachedBytes) {
        this.fifo = fifo;
        this.order = fifo ? new FifoOrder() : new StandardOrder();
        this.cachedBytes = cachedBytes;
        this.loadedUpTo = purgedSequence;
        this.lastStored = purgedSequence;
        this.stored = stored;
    }

    MessageOrder order() {
        return order;
    }

    @Nullable
    Entry find(long sequence) {
        return entries.get(sequence);
    }

    /** Whether a message of that sequence would be here if it existed. */
    boolean covers(long sequence) {
        return complete || sequence <= loadedUpTo;
    }

    boolean isComplete() {
        return complete;
    }

    /** How many messages there are, here and in the store. */
    long stored() {
        return stored;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    private boolean hasRoom() {
        return fifo
                ? entries.size() < SqsLimits.FIFO_WINDOW
                : order.ready() < SqsLimits.STANDARD_WINDOW && entries.size() < SqsLimits.STANDARD_ENTRIES;
    }

    /** A message is on its way into the store. */
    void expect(Entry entry) {
        coming.put(entry.sequence, entry);
    }

    /** It is there; admits every message whose turn has come. */
    void committed(Entry entry, long nowMillis) {
        entry.committed = true;
        Iterator<Entry> next = coming.values().iterator();
        while (next.hasNext()) {
            Entry first = next.next();
            if (!first.committed) {
                return;
            }
            next.remove();
            admit(first, nowMillis);
        }
    }

    private void admit(Entry entry, long nowMillis) {
        if (entry.state == Entry.State.GONE) {
            return;
        }
        stored++;
        lastStored = entry.sequence;
        if (complete && hasRoom()) {
            loadedUpTo = entry.sequence;
            take(entry, nowMillis);
        } else {
            complete = false;
        }
    }

    private void take(Entry entry, long nowMillis) {
        entries.put(entry.sequence, entry);
        Content content = entry.content;
        if (content != null && cachedBytes.addAndGet(Entry.weight(content)) > SqsLimits.BODY_CACHE_BYTES) {
            dropContent(entry);
        }
        order.add(entry, nowMillis);
    }

    /** Leaves the content to the store. */
    void dropContent(Entry entry) {
        Content content = entry.content;
        if (content != null && entries.containsKey(entry.sequence)) {
            cachedBytes.addAndGet(-Entry.weight(content));
            entry.content = null;
        }
    }

    /** Takes a message out; {@link #left} when the store knows. */
    void remove(Entry entry) {
        order.remove(entry);
        forget(entry);
    }

    /** As {@link #remove}, of a message that the order has let go. */
    void forget(Entry entry) {
        dropContent(entry);
        entries.remove(entry.sequence);
        leaving.add(entry.sequence);
        stored--;
    }

    /** The store knows that this message is gone. A load that runs may have seen it before. */
    void left(long sequence) {
        if (loading) {
            leftMeanwhile.add(sequence);
        } else {
            leaving.remove(sequence);
        }
    }

    /** Lets go of the contents: nobody will ask any more. */
    void release() {
        entries.values().forEach(this::dropContent);
    }

    /** Everything that was sent before is as good as gone. */
    void purge(long sequence) {
        release();
        new ArrayList<>(entries.values()).forEach(order::remove);
        entries.clear();
        coming.values().forEach(entry -> entry.state = Entry.State.GONE);
        loadedUpTo = sequence;
        lastStored = sequence;
        complete = true;
        stored = 0;
    }

    /** After which sequence a load has to go on; negative when there is nothing to load, no room, or a load running. */
    long startLoad() {
        boolean enough = order.ready() > (fifo ? SqsLimits.FIFO_WINDOW : SqsLimits.STANDARD_WINDOW) / 2;
        if (complete || loading || enough || !hasRoom()) {
            return -1;
        }
        loading = true;
        lastStoredBeforeLoad = lastStored;
        return loadedUpTo;
    }

    boolean isLoading() {
        return loading;
    }

    /** Takes in what a load found behind {@code after}; {@code limit} is what it asked for. */
    void loaded(List<StoredMessage> found, long after, int limit, long nowMillis) {
        loading = false;
        if (loadedUpTo == after) {
            for (StoredMessage message : found) {
                bring(message, nowMillis);
            }
            if (found.size() < limit) {
                loadedUpTo = Math.max(loadedUpTo, lastStoredBeforeLoad);
                complete = lastStored == lastStoredBeforeLoad;
                stored = complete ? entries.size() : stored;
            }
        }
        leftMeanwhile.forEach(leaving::remove);
        leftMeanwhile.clear();
    }

    void loadFailed() {
        loading = false;
    }

    /** A message that the store has. */
    void bring(StoredMessage message, long nowMillis) {
        long sequence = message.sequence();
        if (coming.containsKey(sequence)) {
            return;
        }
        loadedUpTo = Math.max(loadedUpTo, sequence);
        if (!entries.containsKey(sequence) && !leaving.contains(sequence)) {
            Entry entry = new Entry(message, fifo);
            entry.receivedMillis = nowMillis;
            take(entry, nowMillis);
        }
    }

    /** As {@link #bring}, of one in flight, which may lie behind what is loaded. */
    void bringInFlight(StoredMessage message, long nowMillis) {
        long upTo = loadedUpTo;
        bring(message, nowMillis);
        loadedUpTo = upTo;
    }
}
