package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::DynamoDB::Table}, and {@code GlobalTable} with its one replica here. */
record DynamoTable(String name) implements ResourceType {

    private static final String DYNAMO = "dynamodb";
    private static final String TABLE = "TableName";
    private static final int NAME_CHARS = 255;
    private static final Mark MARK = Mark.tag(
            DYNAMO,
            "ListTagsOfResource",
            (id, wish) -> Map.of("ResourceArn", wish.scope().arn(DYNAMO, "table/" + id)));
    private static final int POLLS = 600;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Set<String> CREATED = Set.of(
            "AttributeDefinitions",
            "KeySchema",
            "BillingMode",
            "ProvisionedThroughput",
            "OnDemandThroughput",
            "LocalSecondaryIndexes",
            "GlobalSecondaryIndexes",
            "StreamSpecification",
            "TableClass",
            "DeletionProtectionEnabled");

    @Override
    public Set<String> replacing() {
        return Set.of(TABLE, "KeySchema", "LocalSecondaryIndexes");
    }

    private boolean isGlobal() {
        return name.endsWith("GlobalTable");
    }

    /** The replica of this region, over the properties of all. */
    private static Map<String, Object> replica(Wish wish) {
        return Tree.list(wish.properties().get("Replicas")).stream()
                .map(Tree::map)
                .filter(each ->
                        Tree.text(each, "Region", "").equals(wish.scope().region()))
                .findFirst()
                .orElse(Map.of());
    }

    private Map<String, Object> input(Wish wish) {
        Map<String, Object> input = Properties.only(wish, CREATED);
        if (isGlobal()) {
            replica(wish).forEach((key, value) -> {
                if (key.equals("TableClass") || key.equals("DeletionProtectionEnabled")) {
                    input.put(key, value);
                }
            });
            List<Object> indexes = new ArrayList<>();
            Tree.list(input.get("GlobalSecondaryIndexes")).forEach(each -> {
                Map<String, Object> index = Tree.map(each);
                index.keySet()
                        .removeIf(key ->
                                key.startsWith("Write") || key.startsWith("Read") || key.equals("WarmThroughput"));
                indexes.add(index);
            });
            if (!indexes.isEmpty()) {
                input.put("GlobalSecondaryIndexes", indexes);
            }
            boolean provisioned = !wish.text("BillingMode", "PROVISIONED").equals("PAY_PER_REQUEST");
            if (provisioned) {
                // Capacities of a global table scale by themselves, which nothing here needs.
                input.put("BillingMode", "PAY_PER_REQUEST");
            }
        }
        Map<String, Object> stream = Tree.map(input, "StreamSpecification");
        if (!stream.isEmpty()) {
            stream.remove("ResourcePolicy");
            stream.put("StreamEnabled", true);
            input.put("StreamSpecification", stream);
        }
        Map<String, Object> encryption = Tree.map(wish.properties(), "SSESpecification");
        if (!encryption.isEmpty()) {
            Map<String, Object> said = new LinkedHashMap<>(encryption);
            said.put("Enabled", said.getOrDefault("SSEEnabled", true));
            said.remove("SSEEnabled");
            input.put("SSESpecification", said);
        }
        return input;
    }

    private Wish tagged(Wish wish) {
        return isGlobal()
                ? new Wish(
                        wish.stackId(),
                        wish.stackName(),
                        wish.logicalId(),
                        wish.generation(),
                        wish.type(),
                        replica(wish),
                        wish.tags(),
                        wish.again(),
                        wish.known(),
                        wish.secret(),
                        wish.scope())
                : wish;
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String table = wish.name(TABLE, NAME_CHARS);
        Map<String, Object> input = input(wish);
        input.put(TABLE, table);
        if (!tagged(wish).allTags().isEmpty()) {
            input.put("Tags", tagged(wish).tagList());
        }
        try {
            calls.call(DYNAMO, "CreateTable", MARK.put(input, wish));
        } catch (FaultException refused) {
            if (!AwsCalls.isThere(refused) || !MARK.isMine(table, wish, calls)) {
                throw refused;
            }
        }
        told.accept(table);
        Made made = active(table, calls);
        aside(table, Map.of(), wish, calls);
        return made;
    }

    private static Made active(String table, AwsCalls calls) {
        Map<String, Object> there = Map.of();
        for (int poll = 0; poll < POLLS; poll++) {
            there = Tree.map(calls.call(DYNAMO, "DescribeTable", Map.of(TABLE, table)), "Table");
            if (Properties.text(there, "TableStatus").equals("ACTIVE")) {
                break;
            }
            calls.pause(POLL);
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("Arn", Properties.text(there, "TableArn"));
        attributes.put("TableId", Properties.text(there, "TableId"));
        String stream = Properties.text(there, "LatestStreamArn");
        if (!stream.isEmpty()) {
            attributes.put("StreamArn", stream);
        }
        return Made.of(table, attributes);
    }

    private void aside(String table, Map<String, Object> before, Wish wish, AwsCalls calls) {
        Map<String, Object> living = Tree.map(wish.properties(), "TimeToLiveSpecification");
        if (!Tree.same(living, Tree.map(before, "TimeToLiveSpecification"))) {
            Map<String, Object> said = living.isEmpty() ? Tree.map(before, "TimeToLiveSpecification") : living;
            Map<String, Object> specification = new LinkedHashMap<>(said);
            if (living.isEmpty()) {
                specification.put("Enabled", false);
            }
            calls.call(DYNAMO, "UpdateTimeToLive", Map.of(TABLE, table, "TimeToLiveSpecification", specification));
        }
        Map<String, Object> recovery =
                Tree.map(isGlobal() ? replica(wish) : wish.properties(), "PointInTimeRecoverySpecification");
        if (!recovery.isEmpty()) {
            calls.call(
                    DYNAMO,
                    "UpdateContinuousBackups",
                    Map.of(TABLE, table, "PointInTimeRecoverySpecification", recovery));
        }
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Map<String, Object> was = input(before);
        Map<String, Object> is = input(now);
        Map<String, Object> change = new LinkedHashMap<>();
        for (String key : List.of(
                "BillingMode",
                "ProvisionedThroughput",
                "StreamSpecification",
                "TableClass",
                "DeletionProtectionEnabled")) {
            if (!Tree.same(was.get(key), is.get(key))) {
                change.put(
                        key,
                        is.getOrDefault(
                                key,
                                key.equals("StreamSpecification")
                                        ? Map.of("StreamEnabled", false)
                                        : key.equals("DeletionProtectionEnabled") ? (Object) false : ""));
            }
        }
        change.values().removeIf(""::equals);
        if (!change.isEmpty()) {
            change.put(TABLE, physicalId);
            calls.call(DYNAMO, "UpdateTable", change);
            active(physicalId, calls);
        }
        indexes(physicalId, was, is, calls);
        aside(physicalId, before.properties(), now, calls);
        String arn = now.scope().arn(DYNAMO, "table/" + physicalId);
        Tags.change(tagged(before), tagged(now), calls, DYNAMO, "ResourceArn", arn, "TagKeys", true);
        return active(physicalId, calls);
    }

    /** One index a call, as DynamoDB wants it. */
    private static void indexes(String table, Map<String, Object> was, Map<String, Object> is, AwsCalls calls) {
        Map<String, Map<String, Object>> old = named(was.get("GlobalSecondaryIndexes"));
        Map<String, Map<String, Object>> wanted = named(is.get("GlobalSecondaryIndexes"));
        for (String index : old.keySet()) {
            if (!Tree.same(old.get(index), wanted.get(index))) {
                calls.call(
                        DYNAMO,
                        "UpdateTable",
                        Map.of(
                                TABLE,
                                table,
                                "GlobalSecondaryIndexUpdates",
                                List.of(Map.of("Delete", Map.of("IndexName", index)))));
                active(table, calls);
            }
        }
        wanted.forEach((index, definition) -> {
            if (!Tree.same(old.get(index), definition)) {
                calls.call(
                        DYNAMO,
                        "UpdateTable",
                        Map.of(
                                TABLE,
                                table,
                                "AttributeDefinitions",
                                Tree.list(is.get("AttributeDefinitions")),
                                "GlobalSecondaryIndexUpdates",
                                List.of(Map.of("Create", definition))));
                active(table, calls);
            }
        });
    }

    private static Map<String, Map<String, Object>> named(Object indexes) {
        Map<String, Map<String, Object>> named = new LinkedHashMap<>();
        Tree.list(indexes).forEach(each -> named.put(Tree.text(Tree.map(each), "IndexName", ""), Tree.map(each)));
        return named;
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Properties.gone(() -> {
            calls.call(DYNAMO, "DeleteTable", Map.of(TABLE, physicalId));
            for (int poll = 0; poll < POLLS; poll++) {
                calls.call(DYNAMO, "DescribeTable", Map.of(TABLE, physicalId));
                calls.pause(POLL);
            }
        });
    }
}
