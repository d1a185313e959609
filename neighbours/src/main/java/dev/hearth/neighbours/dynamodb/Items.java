package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What is in tables. */
public interface Items {

    Write.Result write(Write write, Write.Options options);

    /**
     * The same without waiting. The stage completes when the write is durable or refused, on the store's writer: what
     * is chained to it is short.
     *
     * @throws dev.hearth.core.FaultException what is wrong with the write; UNAVAILABLE when {@link #write} would wait
     */
    CompletionStage<Write.Result> begin(Write write, Write.Options options);

    /** Puts and deletes that have nothing to do with each other; the cost of each, in their order. */
    List<Capacity> writeBatch(List<Write> writes, Write.Options options);

    /**
     * All or none of {@code writes}.
     *
     * @param token null, or what makes a repetition harmless
     * @param digest of the request, to tell a repetition from another request with its token
     */
    Transaction transact(List<Write> writes, @Nullable String token, byte[] digest, Write.Options options);

    Found get(Get get);

    /**
     * What {@link #get} finds, when nothing has to be waited for; else null.
     *
     * @param measured whether its size and its cost are to be told
     */
    @Nullable
    Found getNow(Get get, boolean measured);

    /** What is found of each, as of one moment. */
    List<Found> getAll(List<Get> gets);

    /** As {@link #getAll}; the answer is that of a transaction. */
    List<Found> transactGet(List<Get> gets);

    Page query(Query query);

    Page scan(Scan scan);

    /**
     * A wish to read one item.
     *
     * @param projection {@code ProjectionExpression}, or null
     * @param attributes {@code AttributesToGet}, or null
     */
    record Get(
            String table,
            Map<String, AttributeValue> key,
            boolean consistent,
            @Nullable String projection,
            @Nullable List<String> attributes,
            ExpressionInput input) {}

    /**
     * @param item null when there is none; a {@link StoredItem} when it is whole
     * @param size of the whole item, bytes
     */
    record Found(@Nullable Map<String, AttributeValue> item, int size, Capacity capacity) {}

    /**
     * What of a table or an index is wanted.
     *
     * @param index null for the table
     * @param filter {@code FilterExpression}, or null
     * @param legacyFilter {@code QueryFilter} or {@code ScanFilter}, or null
     * @param any whether one of {@code legacyFilter} suffices
     * @param projection {@code ProjectionExpression}, or null
     * @param attributes {@code AttributesToGet}, or null
     * @param limit the most items that are looked at; 0 for as many as fit
     * @param start {@code ExclusiveStartKey}, or null
     * @param select {@code Select}, or null
     */
    record Selection(
            String table,
            @Nullable String index,
            @Nullable String filter,
            @Nullable Map<String, LegacyCondition> legacyFilter,
            boolean any,
            @Nullable String projection,
            @Nullable List<String> attributes,
            ExpressionInput input,
            int limit,
            @Nullable Map<String, AttributeValue> start,
            @Nullable String select,
            boolean consistent) {}

    /**
     * @param keys {@code KeyConditionExpression}, or null
     * @param legacyKeys {@code KeyConditions}, or null
     */
    record Query(
            Selection selection,
            @Nullable String keys,
            @Nullable Map<String, LegacyCondition> legacyKeys,
            boolean forward) {}

    /** @param segment of {@code segments}, from 0 */
    record Scan(Selection selection, int segment, int segments) {}

    /**
     * @param items null when only their number was asked for; each a {@link StoredItem} where it is whole
     * @param last where the next page begins; null when this is the last
     */
    record Page(
            @Nullable List<Map<String, AttributeValue>> items,
            int count,
            int scanned,
            @Nullable Map<String, AttributeValue> last,
            Capacity capacity) {}

    /** What became of a transaction. */
    sealed interface Transaction {

        /** @param capacity of each write, in their order */
        record Done(List<Capacity> capacity) implements Transaction {}

        /** @param reasons of each write, in their order */
        record Cancelled(List<Reason> reasons) implements Transaction {}
    }

    /**
     * Why a write cancelled a transaction.
     *
     * @param code {@code None} when it did not
     * @param message null for none
     * @param item if it was asked for
     */
    record Reason(
            String code, @Nullable String message, @Nullable Map<String, AttributeValue> item) {

        public static final Reason NONE = new Reason("None", null, null);
    }
}
