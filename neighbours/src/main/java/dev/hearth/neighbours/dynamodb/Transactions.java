package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides transactions: all writes or none. */
final class Transactions {

    /** Of one transaction (API reference, "TransactWriteItems"). */
    static final int MAX_ITEMS = 100;

    /** Of all items of one, bytes. */
    static final int MAX_BYTES = 4 << 20;

    /** How long a token is remembered, milliseconds. */
    static final long TOKEN_MILLIS = 10 * 60 * 1000L;

    /** What a transaction costs more than its parts do alone. */
    private static final int COST_FACTOR = 2;

    /** @param refusal why the write does not fit to its table; null when it does */
    record Part(
            Prepared prepared,
            Table table,
            @Nullable ItemKey key,
            @Nullable FaultException refusal) {}

    private Transactions() {}

    static List<Part> plan(List<Write> writes, Catalog catalog) {
        List<Part> parts = new ArrayList<>();
        Set<TableStore.Place> places = new HashSet<>();
        int bytes = 0;
        for (Write write : writes) {
            Prepared prepared = Prepared.of(write);
            Part part = part(prepared, catalog.need(write.table()));
            if (part.key != null && !places.add(new TableStore.Place(part.table.id(), part.key))) {
                throw DynamoDbError.invalid("Transaction request cannot include multiple operations on one item");
            }
            bytes += ItemSize.of(prepared.keyAttributes());
            parts.add(part);
        }
        if (bytes > MAX_BYTES) {
            throw DynamoDbError.invalid("Collection size of all items in the transaction exceeds the limit of 4 MB");
        }
        return parts;
    }

    private static Part part(Prepared prepared, Table table) {
        try {
            prepared.check(table);
            return new Part(prepared, table, table.keys().key(prepared.keyAttributes()), null);
        } catch (FaultException wrong) {
            return new Part(prepared, table, null, wrong);
        }
    }

    /** The same with the tables as they are now. */
    static List<Part> again(List<Part> parts, Catalog catalog) {
        return parts.stream()
                .map(each -> part(each.prepared, catalog.need(each.table.name())))
                .toList();
    }

    static TableStore.Outcome<Items.Transaction> decide(
            List<Part> parts,
            @Nullable String token,
            byte[] digest,
            boolean capacity,
            ItemChanges.Around around,
            TableStore.Reader reader) {
        byte[] earlier = token == null ? null : reader.digest(token, around.nowMillis());
        if (earlier != null && !Arrays.equals(earlier, digest)) {
            throw DynamoDbError.IDEMPOTENT_MISMATCH.because("The request uses the same client token as a previous, but"
                    + " non-identical request. Do not reuse a client token with different requests");
        }
        List<ItemChange> changes = new ArrayList<>();
        List<Items.Reason> reasons = new ArrayList<>();
        List<Capacity> costs = new ArrayList<>();
        for (Part part : parts) {
            reasons.add(reason(part, capacity, around, reader, changes, costs));
        }
        if (earlier != null) {
            return new TableStore.Outcome<>(List.of(), new Items.Transaction.Done(costs));
        }
        if (reasons.stream().anyMatch(each -> !each.equals(Items.Reason.NONE))) {
            return new TableStore.Outcome<>(List.of(), new Items.Transaction.Cancelled(reasons));
        }
        if (token != null) {
            changes.add(new ItemChange.Remember(token, digest, around.nowMillis() + TOKEN_MILLIS));
        }
        return new TableStore.Outcome<>(changes, new Items.Transaction.Done(costs));
    }

    private static Items.Reason reason(
            Part part,
            boolean capacity,
            ItemChanges.Around around,
            TableStore.Reader reader,
            List<ItemChange> changes,
            List<Capacity> costs) {
        Prepared prepared = part.prepared;
        if (part.refusal != null || part.key == null) {
            String message = part.refusal == null ? null : part.refusal.fault().message();
            return new Items.Reason("ValidationError", message, null);
        }
        Table table = part.table;
        Map<String, AttributeValue> old = RoomWrites.read(reader, table, part.key);
        if (!prepared.isMet(old)) {
            boolean shown = prepared.write().guard().returnOld();
            return new Items.Reason("ConditionalCheckFailed", "The conditional request failed", shown ? old : null);
        }
        try {
            Map<String, AttributeValue> now = prepared.result(table, old);
            if (!(prepared.write() instanceof Write.Check)) {
                changes.addAll(ItemChanges.of(table, part.key, old, now, around));
            }
            costs.add(capacity ? WriteCost.of(table, old, now).times(COST_FACTOR) : Capacity.of(table.name(), 0));
            return Items.Reason.NONE;
        } catch (FaultException wrong) {
            return new Items.Reason("ValidationError", wrong.fault().message(), null);
        }
    }
}
