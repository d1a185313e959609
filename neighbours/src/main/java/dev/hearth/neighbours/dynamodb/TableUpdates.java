package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** What UpdateTable makes of a table. */
final class TableUpdates {

    private TableUpdates() {}

    static void check(Tables.TableUpdate update) {
        boolean nothing = update.billing() == null
                && update.throughput() == null
                && update.stream() == null
                && update.indexes().isEmpty()
                && update.settings().isEmpty();
        if (nothing) {
            throw DynamoDbError.invalid("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
                    + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
        }
        if ("PROVISIONED".equals(update.billing()) && update.throughput() == null) {
            throw DynamoDbError.invalidParameter(
                    "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
        }
        if (update.throughput() != null) {
            SchemaRules.checkBounds(update.throughput());
        }
        Set<String> names = new HashSet<>();
        for (Tables.IndexUpdate each : update.indexes()) {
            if (!names.add(each.name())) {
                throw DynamoDbError.invalidParameter("Only one global secondary index update per index is allowed"
                        + " simultaneously. Index: " + each.name());
            }
        }
        if (update.indexes().stream()
                        .filter(each -> !(each instanceof Tables.IndexUpdate.Change))
                        .count()
                > 1) {
            throw DynamoDbError.LIMIT_EXCEEDED.because("Subscriber limit exceeded: Only 1 online index can be created"
                    + " or deleted simultaneously per table");
        }
    }

    static Table throughput(Table before, Tables.TableUpdate update, long nowMillis) {
        boolean onDemand = "PAY_PER_REQUEST".equals(update.billing());
        if (update.throughput() != null) {
            if (onDemand || update.billing() == null && before.throughput().onDemand()) {
                throw DynamoDbError.invalidParameter("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"
                        + " when BillingMode is PAY_PER_REQUEST");
            }
            return before.withThroughput(update.throughput());
        }
        if (!onDemand) {
            return before;
        }
        Map<String, String> settings = new LinkedHashMap<>(before.settings());
        settings.putIfAbsent(Table.ON_DEMAND_SINCE, Long.toString(nowMillis));
        List<Table.Index> indexes = before.indexes().stream()
                .map(each -> withThroughput(each, Table.Throughput.ON_DEMAND))
                .toList();
        return before.withThroughput(Table.Throughput.ON_DEMAND)
                .withIndexes(indexes, before.attributes())
                .withSettings(settings);
    }

    private static Table.Index withThroughput(Table.Index index, Table.Throughput throughput) {
        return new Table.Index(
                index.id(),
                index.name(),
                index.global(),
                index.keys(),
                index.projection(),
                index.included(),
                throughput,
                index.filled());
    }

    /** @param more gets what else changes */
    static Table indexes(Table before, Tables.TableUpdate update, LongSupplier ids, List<ItemChange> more) {
        List<KeySchema.Part> attributes = attributes(before, update);
        List<Table.Index> indexes = new ArrayList<>(before.indexes());
        for (Tables.IndexUpdate each : update.indexes()) {
            Table.Index present = before.index(each.name());
            switch (each) {
                case Tables.IndexUpdate.Create(Tables.IndexWish wish) -> {
                    if (present != null) {
                        throw DynamoDbError.invalidParameter("Duplicate index name: " + wish.name());
                    }
                    String billing = before.throughput().onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED";
                    if ("PAY_PER_REQUEST".equals(update.billing())) {
                        billing = "PAY_PER_REQUEST";
                    }
                    indexes.add(SchemaRules.global(wish, attributes, billing, ids.getAsLong(), false));
                }
                case Tables.IndexUpdate.Change(String name, Table.Throughput throughput) -> {
                    SchemaRules.checkBounds(throughput);
                    indexes.set(indexes.indexOf(need(present, name)), withThroughput(need(present, name), throughput));
                }
                case Tables.IndexUpdate.Delete(String name) -> {
                    Table.Index gone = need(present, name);
                    indexes.remove(gone);
                    more.add(new ItemChange.Drop(gone.id()));
                }
            }
        }
        if (indexes.stream().filter(Table.Index::global).count() > SchemaRules.MAX_GLOBAL) {
            throw DynamoDbError.invalidParameter(
                    "GlobalSecondaryIndex count exceeds the per-table limit of " + SchemaRules.MAX_GLOBAL);
        }
        return before.withIndexes(List.copyOf(indexes), used(before, attributes, indexes));
    }

    private static Table.Index need(Table.@org.jspecify.annotations.Nullable Index index, String name) {
        if (index == null || !index.global()) {
            throw DynamoDbError.NOT_FOUND.because(
                    "Requested resource not found: The table does not have the specified index: " + name);
        }
        return index;
    }

    private static List<KeySchema.Part> attributes(Table before, Tables.TableUpdate update) {
        Map<String, KeySchema.Part> all = new LinkedHashMap<>();
        before.attributes().forEach(each -> all.put(each.name(), each));
        update.attributes().forEach(each -> all.put(each.name(), each));
        return List.copyOf(all.values());
    }

    /** Definitions that no key needs any more go with the last index that did. */
    private static List<KeySchema.Part> used(Table table, List<KeySchema.Part> attributes, List<Table.Index> indexes) {
        return attributes.stream()
                .filter(each -> table.keys().has(each.name())
                        || indexes.stream().anyMatch(index -> index.keys().has(each.name())))
                .toList();
    }
}
