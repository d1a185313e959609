package dev.hearth.neighbours.dynamodb;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What writes cost: the larger of the item before and after, and what indexes change (Developer Guide). */
final class WriteCost {

    private WriteCost() {}

    static Capacity of(
            Table table, @Nullable Map<String, AttributeValue> old, @Nullable Map<String, AttributeValue> now) {
        long size = Math.max(old == null ? 0 : ItemSize.of(old), now == null ? 0 : ItemSize.of(now));
        Map<String, Double> local = new TreeMap<>();
        Map<String, Double> global = new TreeMap<>();
        for (Table.Index index : table.indexes()) {
            double units = index(table, index, old, now);
            if (units > 0) {
                (index.global() ? global : local).put(index.name(), units);
            }
        }
        return new Capacity(table.name(), ItemSize.writeUnits(size), local, global);
    }

    private static double index(
            Table table,
            Table.Index index,
            @Nullable Map<String, AttributeValue> old,
            @Nullable Map<String, AttributeValue> now) {
        Map<String, AttributeValue> before = projected(table, index, old);
        Map<String, AttributeValue> after = projected(table, index, now);
        if (before == null && after == null || before != null && before.equals(after)) {
            return 0;
        }
        boolean moved = before != null
                && after != null
                && !index.keys().of(before).equals(index.keys().of(after));
        double removed = before == null ? 0 : ItemSize.writeUnits(ItemSize.of(before));
        double added = after == null ? 0 : ItemSize.writeUnits(ItemSize.of(after));
        return moved ? removed + added : Math.max(removed, added);
    }

    private static @Nullable Map<String, AttributeValue> projected(
            Table table, Table.Index index, @Nullable Map<String, AttributeValue> item) {
        return item == null || !index.keys().isIn(item) ? null : Projections.of(table, index, item);
    }
}
