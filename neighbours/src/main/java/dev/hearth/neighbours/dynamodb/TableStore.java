package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The durable memory of tables. All calls but those named {@code …Now} may block; what a completed change changed is
 * committed and seen by every later call.
 */
public interface TableStore {

    /** Whether there are tables, or what is left of them: something may have to be done without a request. */
    boolean hasWork();

    /** All tables. */
    List<Table> tables();

    /** Runs {@code decision} alone, over everything that was changed before, and makes its changes together. */
    <T> CompletionStage<T> change(Decision<T> decision);

    /**
     * As {@link #change}, which may have to wait until it can begin.
     *
     * @throws dev.hearth.core.FaultException UNAVAILABLE when this one would; nothing was done
     */
    <T> CompletionStage<T> changeNow(Decision<T> decision);

    /** The item; null when there is none. */
    byte @Nullable [] item(long table, ItemKey key);

    /** The item, if it is at hand; null says nothing. */
    byte @Nullable [] itemNow(long table, ItemKey key);

    /** The items of many keys, as of one moment; null where there is none. */
    List<byte @Nullable []> items(List<Place> places);

    /**
     * Items in the order of their keys, as of one moment, until {@code visitor} has enough.
     *
     * @param index whose entries say which items; 0 for the table itself
     */
    void read(long table, long index, Range range, Visitor visitor);

    /** How many items a table has and what they take, bytes; looks at all of them. */
    Size size(long table);

    /** Records of a stream behind {@code after}, at most {@code most}. */
    List<StreamEntry> records(long stream, long after, int most);

    /** The number of the newest record; 0 when there is none. */
    long newest(long stream);

    /** Removes records of streams that are older than {@code millis}, and tokens that expired before {@code now}. */
    void trim(long millis, long now);

    /** Removes up to {@code most} rows of what was dropped; false when nothing is left. */
    boolean sweep(int most);

    /** An item's place. */
    record Place(long table, ItemKey key) {}

    /** @param bytes of all items */
    record Size(long items, long bytes) {}

    /** @param sequence grows within the stream */
    record StreamEntry(long sequence, byte[] record) {}

    /** What a decision sees. */
    interface Reader {

        byte @Nullable [] item(long table, ItemKey key);

        /** The digest of the request that was done with {@code token}, unless it expired; else null. */
        byte @Nullable [] digest(String token, long nowMillis);
    }

    /**
     * Decides over what there is; refuses by throwing a {@link dev.hearth.core.FaultException}. It runs on the store's
     * writer: it is short and waits for nothing.
     */
    @FunctionalInterface
    interface Decision<T> {
        Outcome<T> decide(Reader reader);
    }

    /** @param changes all or none of them are made */
    record Outcome<T>(List<ItemChange> changes, T result) {}

    /** Takes items; false when it has enough. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(byte[] item);
    }

    /** Which items, in which order. */
    sealed interface Range {

        /** Those of one partition key. */
        record One(
                byte[] hash,
                @Nullable Bound lower,
                @Nullable Bound upper,
                @Nullable Start after,
                boolean forward) implements Range {}

        /**
         * Those whose hashed partition keys are at {@code from} or behind and before {@code to}; null for no end.
         */
        record Segment(
                byte[] from, byte @Nullable [] to, @Nullable Start after) implements Range {}
    }

    /** An end of the sort keys. */
    record Bound(byte[] value, boolean inclusive) {}

    /**
     * Where an earlier page ended.
     *
     * @param key in the table, or in the index
     * @param item the table's key; the same as {@code key} without an index
     */
    record Start(ItemKey key, ItemKey item) {}

    /** A store that forgets when the process ends, for tests. */
    static TableStore inMemory() {
        return new MemoryTableStore();
    }
}
