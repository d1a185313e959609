package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All rows that change when one item takes another's place. */
final class ItemChanges {

    /**
     * Around a write.
     *
     * @param nowMillis since the epoch
     * @param expired whether the item's time to live does it
     * @param trace the trace header of who does it
     */
    record Around(long nowMillis, boolean expired, @Nullable String trace) {}

    private ItemChanges() {}

    /**
     * @param old null when there was none, or when the table does not need to know
     * @param now null when there is none any more
     */
    static List<ItemChange> of(
            Table table,
            ItemKey key,
            @Nullable Map<String, AttributeValue> old,
            @Nullable Map<String, AttributeValue> now,
            Around around) {
        List<ItemChange> changes = new ArrayList<>();
        if (now != null) {
            changes.add(new ItemChange.Put(table.id(), key, ItemCodec.encode(now)));
        } else {
            changes.add(new ItemChange.Remove(table.id(), key));
        }
        for (Table.Index index : table.indexes()) {
            entries(index.id(), entry(index.keys(), old), entry(index.keys(), now), key, changes);
        }
        Table.TimeToLive expiry = table.timeToLive();
        if (expiry != null) {
            entries(expiry.id(), Expiry.entry(expiry, old), Expiry.entry(expiry, now), key, changes);
        }
        Table.Stream stream = table.stream();
        if (stream != null && (old == null ? now != null : !old.equals(now))) {
            changes.add(new ItemChange.Append(
                    stream.id(), record(table, stream, old, now, around).encode()));
        }
        return changes;
    }

    static @Nullable ItemKey entry(KeySchema keys, @Nullable Map<String, AttributeValue> item) {
        return item != null && keys.isIn(item) ? keys.key(item) : null;
    }

    private static void entries(
            long index, @Nullable ItemKey before, @Nullable ItemKey after, ItemKey item, List<ItemChange> changes) {
        if (before != null && !before.equals(after)) {
            changes.add(new ItemChange.RemoveEntry(index, before, item));
        }
        if (after != null && !after.equals(before)) {
            changes.add(new ItemChange.PutEntry(index, after, item));
        }
    }

    private static StreamRecord record(
            Table table,
            Table.Stream stream,
            @Nullable Map<String, AttributeValue> old,
            @Nullable Map<String, AttributeValue> now,
            Around around) {
        boolean whole = stream.view().equals("NEW_AND_OLD_IMAGES");
        Map<String, AttributeValue> either = now != null ? now : old;
        return new StreamRecord(
                old == null ? "INSERT" : now == null ? "REMOVE" : "MODIFY",
                around.nowMillis(),
                around.expired(),
                around.trace(),
                either == null ? Map.of() : table.keys().of(either),
                whole || stream.view().equals("NEW_IMAGE") ? now : null,
                whole || stream.view().equals("OLD_IMAGE") ? old : null);
    }
}
