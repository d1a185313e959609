package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What tables and indexes may look like, in the order in which AWS looks. */
final class SchemaRules {

    /** Of one table (Service Quotas). */
    static final int MAX_LOCAL = 5;

    static final int MAX_GLOBAL = 20;

    /** A throughput above is out of bounds, units. */
    private static final long MAX_UNITS = 1_000_000_000_000L;

    private SchemaRules() {}

    /** What is paid for; refuses what contradicts itself. */
    static Table.Throughput throughput(@Nullable String billing, Table.@Nullable Throughput wish) {
        if ("PAY_PER_REQUEST".equals(billing)) {
            if (wish != null) {
                throw DynamoDbError.invalidParameter("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"
                        + " when BillingMode is PAY_PER_REQUEST");
            }
            return Table.Throughput.ON_DEMAND;
        }
        if (wish == null) {
            throw DynamoDbError.invalidParameter(
                    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
        }
        checkBounds(wish);
        return wish;
    }

    static void checkBounds(Table.Throughput wish) {
        if (wish.read() > MAX_UNITS) {
            throw DynamoDbError.invalid("Given value " + wish.read() + " for ReadCapacityUnits is out of bounds");
        }
        if (wish.write() > MAX_UNITS) {
            throw DynamoDbError.invalid("Given value " + wish.write() + " for WriteCapacityUnits is out of bounds");
        }
    }

    static KeySchema tableKeys(Tables.TableWish wish) {
        List<KeySchema.Part> attributes = wish.attributes();
        if (wish.keys().size() > attributes.size()) {
            throw DynamoDbError.invalid("Invalid KeySchema: Some index key attribute have no definition");
        }
        KeySchema keys = keys(wish.keys(), attributes);
        if (wish.local() == null && wish.global() == null && wish.keys().size() != attributes.size()) {
            throw DynamoDbError.invalidParameter("Number of attributes in KeySchema does not exactly match number of"
                    + " attributes defined in AttributeDefinitions");
        }
        return keys;
    }

    private static KeySchema keys(List<Tables.KeyElement> elements, List<KeySchema.Part> attributes) {
        List<String> names = elements.stream().map(Tables.KeyElement::name).toList();
        List<String> defined = attributes.stream().map(KeySchema.Part::name).toList();
        if (!defined.containsAll(names)) {
            throw DynamoDbError.invalidParameter("Some index key attributes are not defined in AttributeDefinitions."
                    + " Keys: " + names + ", AttributeDefinitions: " + defined);
        }
        if (names.size() > 1 && names.get(0).equals(names.get(1))) {
            throw DynamoDbError.invalid(
                    "Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }
        if (!elements.getFirst().type().equals("HASH")) {
            throw DynamoDbError.invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        if (elements.size() > 1 && !elements.get(1).type().equals("RANGE")) {
            throw DynamoDbError.invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        }
        return new KeySchema(part(names.get(0), attributes), names.size() > 1 ? part(names.get(1), attributes) : null);
    }

    private static KeySchema.Part part(String name, List<KeySchema.Part> attributes) {
        return attributes.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Table.Index> indexes(Tables.TableWish wish, KeySchema table, LongSupplier ids) {
        List<Table.Index> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (wish.local() != null) {
            if (wish.local().isEmpty()) {
                throw DynamoDbError.invalidParameter("List of LocalSecondaryIndexes is empty");
            }
            if (table.range() == null) {
                throw DynamoDbError.invalidParameter("Table KeySchema does not have a range key, which is required when"
                        + " specifying a LocalSecondaryIndex");
            }
            for (Tables.IndexWish each : wish.local()) {
                all.add(local(each, wish.attributes(), table, ids.getAsLong()));
                checkName(each.name(), names);
            }
            if (wish.local().size() > MAX_LOCAL) {
                throw DynamoDbError.invalidParameter(
                        "Number of LocalSecondaryIndexes exceeds per-table limit of " + MAX_LOCAL);
            }
        }
        if (wish.global() != null) {
            if (wish.global().isEmpty()) {
                throw DynamoDbError.invalidParameter("List of GlobalSecondaryIndexes is empty");
            }
            for (Tables.IndexWish each : wish.global()) {
                all.add(global(each, wish.attributes(), wish.billing(), ids.getAsLong(), true));
                checkName(each.name(), names);
            }
            if (wish.global().size() > MAX_GLOBAL) {
                throw DynamoDbError.invalidParameter(
                        "GlobalSecondaryIndex count exceeds the per-table limit of " + MAX_GLOBAL);
            }
        }
        checkAllUsed(wish, table, all);
        return all;
    }

    private static void checkName(String name, Set<String> names) {
        if (!names.add(name)) {
            throw DynamoDbError.invalidParameter("Duplicate index name: " + name);
        }
    }

    private static void checkAllUsed(Tables.TableWish wish, KeySchema table, List<Table.Index> all) {
        for (KeySchema.Part each : wish.attributes()) {
            boolean used = table.has(each.name())
                    || all.stream().anyMatch(index -> index.keys().has(each.name()));
            if (!used) {
                throw unused(wish, table, all);
            }
        }
    }

    private static FaultException unused(Tables.TableWish wish, KeySchema table, List<Table.Index> all) {
        Set<String> keys = new java.util.TreeSet<>();
        for (KeySchema.Part each : wish.attributes()) {
            if (table.has(each.name())
                    || all.stream().anyMatch(index -> index.keys().has(each.name()))) {
                keys.add(each.name());
            }
        }
        List<String> defined =
                wish.attributes().stream().map(KeySchema.Part::name).toList();
        return DynamoDbError.invalidParameter("Some AttributeDefinitions are not used. AttributeDefinitions: " + defined
                + ", keys used: " + new ArrayList<>(keys));
    }

    private static Table.Index local(Tables.IndexWish wish, List<KeySchema.Part> attributes, KeySchema table, long id) {
        KeySchema keys = keys(wish.keys(), attributes);
        if (keys.range() == null) {
            throw DynamoDbError.invalidParameter("Index KeySchema does not have a range key for index: " + wish.name());
        }
        if (!keys.hash().name().equals(table.hash().name())) {
            throw DynamoDbError.invalidParameter("Index KeySchema does not have the same leading hash key as table"
                    + " KeySchema for index: " + wish.name() + ". index hash key: "
                    + keys.hash().name()
                    + ", table hash key: " + table.hash().name());
        }
        return new Table.Index(
                id, wish.name(), false, keys, projection(wish), included(wish), Table.Throughput.ON_DEMAND, true);
    }

    /** @param filled whether there is nothing yet that would have to be in it */
    static Table.Index global(
            Tables.IndexWish wish, List<KeySchema.Part> attributes, @Nullable String billing, long id, boolean filled) {
        KeySchema keys = keys(wish.keys(), attributes);
        Table.Projection projection = projection(wish);
        boolean onDemand = "PAY_PER_REQUEST".equals(billing);
        if (onDemand && wish.throughput() != null) {
            throw DynamoDbError.invalidParameter("ProvisionedThroughput should not be specified for index: "
                    + wish.name() + " when BillingMode is PAY_PER_REQUEST");
        }
        if (!onDemand && wish.throughput() == null) {
            throw DynamoDbError.invalidParameter("ProvisionedThroughput must be specified for index: " + wish.name());
        }
        Table.Throughput throughput = wish.throughput() == null ? Table.Throughput.ON_DEMAND : wish.throughput();
        checkBounds(throughput);
        return new Table.Index(id, wish.name(), true, keys, projection, included(wish), throughput, filled);
    }

    private static List<String> included(Tables.IndexWish wish) {
        return wish.included() == null ? List.of() : List.copyOf(wish.included());
    }

    private static Table.Projection projection(Tables.IndexWish wish) {
        String projection = wish.projection();
        if (projection == null) {
            throw DynamoDbError.invalidParameter("Unknown ProjectionType: null");
        }
        boolean include = projection.equals("INCLUDE");
        if (wish.included() != null && !include) {
            throw DynamoDbError.invalidParameter(
                    "ProjectionType is " + projection + ", but NonKeyAttributes is specified");
        }
        if (include && (wish.included() == null || wish.included().isEmpty())) {
            throw DynamoDbError.invalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
        return Table.Projection.valueOf(projection);
    }
}
