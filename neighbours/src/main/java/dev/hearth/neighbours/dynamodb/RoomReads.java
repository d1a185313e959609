package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of items whose keys are known. */
final class RoomReads {

    /** Of a strongly consistent read, which an eventually consistent one takes half of. */
    private static final double HALF = 0.5;

    private static final int TRANSACTION = 2;

    private final Catalog catalog;
    private final TableStore store;

    RoomReads(Catalog catalog, TableStore store) {
        this.catalog = catalog;
        this.store = store;
    }

    /** @param paths null for all of the item */
    private record Planned(
            Table table, ItemKey key, @Nullable List<DocumentPath> paths, boolean consistent) {

        TableStore.Place place() {
            return new TableStore.Place(table.id(), key);
        }
    }

    Items.Found get(Items.Get get) {
        Planned planned = plan(get);
        checkPaths(planned, get);
        return found(planned, store.item(planned.table.id(), planned.key), 1);
    }

    /** What is at hand; null when the store has to be asked. */
    Items.@Nullable Found getNow(Items.Get get, boolean measured) {
        Planned planned = plan(get);
        checkPaths(planned, get);
        byte[] bytes = store.itemNow(planned.table.id(), planned.key);
        if (bytes == null || measured) {
            return bytes == null ? null : found(planned, bytes, 1);
        }
        return new Items.Found(shown(planned, bytes), 0, Capacity.of(planned.table.name(), 0));
    }

    private Planned plan(Items.Get get) {
        return plan(get, paths(get.projection(), get.attributes(), get.input()));
    }

    private Planned plan(Items.Get get, @Nullable List<DocumentPath> paths) {
        Table table = catalog.need(get.table());
        KeyRules.checkKey(get.key(), table.keys());
        return new Planned(table, table.keys().key(get.key()), paths, get.consistent());
    }

    private static void checkPaths(Planned planned, Items.Get get) {
        if (get.projection() != null && planned.paths != null) {
            KeyRules.checkPaths(planned.paths, planned.table);
        }
    }

    static @Nullable List<DocumentPath> paths(
            @Nullable String projection, @Nullable List<String> attributes, ExpressionInput input) {
        if (projection == null) {
            return attributes == null
                    ? null
                    : attributes.stream().map(DocumentPath::of).toList();
        }
        Placeholders placeholders = Placeholders.of(input);
        List<DocumentPath> paths = Expressions.projection(projection, placeholders);
        placeholders.checkUsed();
        return paths;
    }

    private static Items.Found found(Planned planned, byte @Nullable [] bytes, int factor) {
        int size = bytes == null ? 0 : StoredSize.of(bytes);
        double units = ItemSize.readUnits(size) * factor;
        if (!planned.consistent && factor == 1) {
            units *= HALF;
        }
        return new Items.Found(shown(planned, bytes), size, Capacity.of(planned.table.name(), units));
    }

    private static @Nullable Map<String, AttributeValue> shown(Planned planned, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        Map<String, AttributeValue> item = new LazyItem(bytes);
        return planned.paths != null ? DocumentPath.project(planned.paths, item) : item;
    }

    List<Items.Found> getAll(List<Items.Get> gets, boolean transaction) {
        Set<Map.Entry<String, Map<String, AttributeValue>>> keys = new HashSet<>();
        List<@Nullable List<DocumentPath>> paths = new ArrayList<>();
        for (Items.Get get : gets) {
            paths.add(paths(get.projection(), get.attributes(), get.input()));
            if (!keys.add(Map.entry(get.table(), get.key()))) {
                throw DynamoDbError.invalid(
                        transaction
                                ? "Transaction request cannot include multiple operations on one item"
                                : "Provided list of item keys contains duplicates");
            }
        }
        List<Planned> plans = new ArrayList<>();
        for (int i = 0; i < gets.size(); i++) {
            plans.add(plan(gets.get(i), paths.get(i)));
        }
        for (int i = 0; i < gets.size(); i++) {
            checkPaths(plans.get(i), gets.get(i));
        }
        List<byte @Nullable []> all =
                store.items(plans.stream().map(Planned::place).toList());
        List<Items.Found> found = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            found.add(found(plans.get(i), all.get(i), transaction ? TRANSACTION : 1));
        }
        return found;
    }
}
