package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries and scans, a page at a time. */
final class RoomQueries {

    /** Of the items that a page looks at, bytes (API reference, "Query"). */
    static final int PAGE_BYTES = 1 << 20;

    private static final String BAD_START = "The provided starting key is invalid";

    private final Catalog catalog;
    private final TableStore store;

    RoomQueries(Catalog catalog, TableStore store) {
        this.catalog = catalog;
        this.store = store;
    }

    Items.Page query(Items.Query query) {
        Items.Selection selection = query.selection();
        LegacyRules.check(selection.legacyFilter());
        if (query.legacyKeys() == null && query.keys() == null) {
            throw DynamoDbError.invalid(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }
        Wanted wanted = Wanted.of(selection, query.keys());
        Map<String, LegacyCondition> keys =
                wanted.keys() != null ? KeyConditions.of(wanted.keys()) : query.legacyKeys();
        if (keys == null) {
            throw new IllegalStateException("neither form of keys");
        }
        LegacyRules.checkKeys(keys);
        KeyConditions.checkCount(keys);
        Table table = catalog.need(selection.table());
        Source source = Source.of(table, selection);
        Map<String, AttributeValue> start = selection.start();
        if (start != null && start.size() != source.startSize()) {
            throw DynamoDbError.invalid(BAD_START);
        }
        boolean simple = source.keys.range() == null;
        checkStartPart(start, source.keys.hash(), true);
        KeyConditions.check(keys, source.keys.hash(), true, simple);
        if (source.keys.range() != null) {
            checkStartPart(start, source.keys.range(), false);
            KeyConditions.check(keys, source.keys.range(), false, simple);
        }
        checkStart(start, keys, source);
        KeyRules.checkPaths(wanted.projection(), table);
        checkFilter(selection, wanted, source);
        source.checkSelect(selection);
        KeyRules.checkPaths(Wanted.filterPaths(wanted.filter()), table);
        TableStore.Range range = KeyConditions.range(keys, source.keys, source.position(start), query.forward());
        return page(source, selection, wanted, range);
    }

    private static void checkStartPart(@Nullable Map<String, AttributeValue> start, KeySchema.Part part, boolean hash) {
        if (start != null) {
            if (!start.containsKey(part.name())) {
                throw DynamoDbError.invalid(BAD_START);
            }
            KeyRules.checkPart(start, part, hash);
        }
    }

    private static void checkStart(
            @Nullable Map<String, AttributeValue> start, Map<String, LegacyCondition> keys, Source source) {
        if (start == null) {
            return;
        }
        checkTableKey(start, source.table);
        LegacyCondition first = keys.get(source.keys.hash().name());
        boolean sameHash = first != null
                && first.values().getFirst().equals(start.get(source.keys.hash().name()));
        KeySchema.Part range = source.keys.range();
        LegacyCondition second = range == null ? null : keys.get(range.name());
        if (range == null || second == null) {
            if (!sameHash) {
                throw DynamoDbError.invalid(
                        "The provided starting key is outside query boundaries based on provided conditions");
            }
            return;
        }
        Condition condition = LegacyRules.condition(Map.of(range.name(), second), false);
        if (condition != null && !Conditions.holds(condition, start)) {
            throw DynamoDbError.invalid("The provided starting key does not match the range key predicate");
        }
        if (!sameHash) {
            throw DynamoDbError.invalid("The query can return at most one row and cannot be restarted");
        }
    }

    private static void checkTableKey(Map<String, AttributeValue> start, Table table) {
        try {
            KeyRules.checkKey(table.keys().of(start), table.keys());
        } catch (FaultException wrong) {
            throw DynamoDbError.invalid(BAD_START + ": " + wrong.fault().message());
        }
    }

    private static void checkFilter(Items.Selection selection, Wanted wanted, Source source) {
        boolean legacy = selection.legacyFilter() != null;
        for (DocumentPath path : Wanted.filterPaths(wanted.filter())) {
            if (source.keys.has(path.head())) {
                throw DynamoDbError.invalid((legacy ? "QueryFilter" : "Filter Expression")
                        + " can only contain non-primary key attributes: Primary key attribute: " + path.head());
            }
        }
    }

    Items.Page scan(Items.Scan scan) {
        Items.Selection selection = scan.selection();
        LegacyRules.check(selection.legacyFilter());
        Wanted wanted = Wanted.of(selection, null);
        Table table = catalog.need(selection.table());
        Source source = Source.of(table, selection);
        Map<String, AttributeValue> start = selection.start();
        if (start != null && start.size() != source.startSize()) {
            throw DynamoDbError.invalid(
                    source.index != null
                            ? BAD_START
                            : BAD_START + ": The provided key element does not match the schema");
        }
        if (source.index != null) {
            checkStartPart(start, source.keys.hash(), true);
            if (source.keys.range() != null) {
                checkStartPart(start, source.keys.range(), false);
            }
        }
        source.checkSelect(selection);
        if (start != null) {
            checkTableKey(start, table);
        }
        TableStore.Range.Segment range = segment(scan, source.position(start));
        KeyRules.checkPaths(wanted.projection(), table);
        KeyRules.checkPaths(Wanted.filterPaths(wanted.filter()), table);
        return page(source, selection, wanted, range);
    }

    private static TableStore.Range.Segment segment(Items.Scan scan, TableStore.@Nullable Start after) {
        byte[] from = KeyBytes.segment(scan.segment(), scan.segments());
        boolean last = scan.segment() + 1 == scan.segments();
        byte[] to = last ? null : KeyBytes.segment(scan.segment() + 1, scan.segments());
        if (after != null) {
            byte[] hash = after.key().hash();
            boolean inside = java.util.Arrays.compareUnsigned(hash, from) >= 0
                    && (to == null || java.util.Arrays.compareUnsigned(hash, to) < 0);
            if (!inside) {
                throw DynamoDbError.invalid(BAD_START + ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with"
                        + " correct Segment. TotalSegments: " + scan.segments() + " Segment: " + scan.segment());
            }
        }
        return new TableStore.Range.Segment(from, to, after);
    }

    private Items.Page page(Source source, Items.Selection selection, Wanted wanted, TableStore.Range range) {
        Collector collector = new Collector(source, selection, wanted);
        long index = source.index == null ? 0 : source.index.id();
        store.read(source.table.id(), index, range, collector);
        return collector.page();
    }

    /** What is read: a table or one of its indexes. */
    record Source(Table table, Table.@Nullable Index index, KeySchema keys) {

        static Source of(Table table, Items.Selection selection) {
            if (selection.index() == null) {
                return new Source(table, null, table.keys());
            }
            Table.Index index = table.index(selection.index());
            if (index == null) {
                throw DynamoDbError.invalid("The table does not have the specified index: " + selection.index());
            }
            if (!index.filled()) {
                throw DynamoDbError.invalid("Cannot read from backfilling global secondary index: " + index.name());
            }
            if (index.global() && selection.consistent()) {
                throw DynamoDbError.invalid("Consistent reads are not supported on global secondary indexes");
            }
            return new Source(table, index, index.keys());
        }

        /** How many attributes a starting key has. */
        int startSize() {
            int size = table.keys().size();
            if (index != null) {
                size += table.keys().has(keys.hash().name()) ? 0 : 1;
                size += keys.range() == null || table.keys().has(keys.range().name()) ? 0 : 1;
            }
            return size;
        }

        TableStore.@Nullable Start position(@Nullable Map<String, AttributeValue> start) {
            return start == null
                    ? null
                    : new TableStore.Start(keys.key(start), table.keys().key(start));
        }

        void checkSelect(Items.Selection selection) {
            boolean all = "ALL_ATTRIBUTES".equals(selection.select());
            if (index != null && index.global() && all && index.projection() != Table.Projection.ALL) {
                throw DynamoDbError.invalidParameter("Select type ALL_ATTRIBUTES is not supported for global secondary"
                        + " index " + index.name() + " because its projection type is not ALL");
            }
        }

        Map<String, AttributeValue> startAfter(Map<String, AttributeValue> item) {
            Map<String, AttributeValue> key = table.keys().of(item);
            if (index != null) {
                key.putAll(keys.of(item));
            }
            return key;
        }
    }
}
