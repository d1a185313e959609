package dev.hearth.neighbours.sqs;

import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A message of a queue's window. Belongs to its queue's lock.
 *
 * <pre>
 * COMING    -- its insertion is committed -------------> READY or DELAYED
 * DELAYED   -- its time has come ---------------------> READY
 * READY     -- received ------------------------------> IN_FLIGHT
 * IN_FLIGHT -- its visibility timeout is over --------> READY
 * any       -- deleted, expired, purged, moved -------> GONE
 * </pre>
 */
final class Entry {

    enum State {
        COMING,
        READY,
        DELAYED,
        IN_FLIGHT,
        GONE
    }

    static final Comparator<Entry> BY_SEQUENCE = Comparator.comparingLong(entry -> entry.sequence);
    static final Comparator<Entry> BY_TIME =
            Comparator.<Entry>comparingLong(entry -> entry.visibleMillis).thenComparingLong(entry -> entry.sequence);

    final long sequence;
    final long sentMillis;
    /** Empty on a standard queue. */
    final String group;

    State state = State.COMING;
    boolean committed;
    long visibleMillis;
    int receiveCount;
    long firstReceivedMillis;
    long receivedMillis;
    long receipt;
    /** Null when only the store has it. */
    @Nullable
    Content content;

    Entry(StoredMessage message, boolean grouped) {
        this.sequence = message.sequence();
        this.sentMillis = message.content().sentMillis();
        String groupId = message.content().groupId();
        this.group = grouped && groupId != null ? groupId : "";
        this.visibleMillis = message.visibleMillis();
        this.receiveCount = message.receiveCount();
        this.firstReceivedMillis = message.firstReceivedMillis();
        this.receipt = message.receipt();
        this.content = message.content();
    }

    /** {@code source} on its way to another queue, where it counts as sent at {@code sent}. */
    Entry(long sequence, Entry source, long sent, long visibleMillis) {
        this.sequence = sequence;
        this.sentMillis = sent;
        this.group = source.group;
        this.visibleMillis = visibleMillis;
    }

    /** What its content weighs in memory, in bytes. */
    static long weight(Content content) {
        return 2L * content.body().length();
    }

    MessageChange.Hidden hidden(long queueId) {
        return new MessageChange.Hidden(queueId, sequence, visibleMillis, receiveCount, firstReceivedMillis, receipt);
    }

    StoredMessage with(Content known) {
        return new StoredMessage(sequence, known, visibleMillis, receiveCount, firstReceivedMillis, receipt);
    }
}
