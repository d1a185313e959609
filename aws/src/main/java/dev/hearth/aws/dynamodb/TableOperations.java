package dev.hearth.aws.dynamodb;

import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.Tables;
import java.util.List;

/** Tables. */
final class TableOperations {

    private static final int MAX_NAMES = 100;
    private static final int MIN_NAME = 3;
    private static final int MAX_NAME = 255;

    private final Tables tables;

    TableOperations(Tables tables) {
        this.tables = tables;
    }

    private static String named(Members request) {
        String name = request.text("TableName");
        if (name == null) {
            throw DynamoDbError.invalid("The parameter 'TableName' is required but was not present in the request");
        }
        if (!name.startsWith("arn:")) {
            if (name.length() < MIN_NAME || name.length() > MAX_NAME) {
                throw DynamoDbError.invalid("TableName must be at least " + MIN_NAME + " characters long and at most "
                        + MAX_NAME + " characters long");
            }
            new Constraints().name(name, "tableName").check();
        }
        return name;
    }

    Answer create(Members request) {
        String name = named(request);
        Constraints constraints = new Constraints();
        List<Members> attributes = request.structures("AttributeDefinitions");
        List<Members> keys = request.structures("KeySchema");
        constraints.notNull(attributes, "attributeDefinitions").notNull(keys, "keySchema");
        constraints.size(keys, keys == null ? 0 : keys.size(), 1, 2, "keySchema");
        constraints
                .oneOf(request.text("BillingMode"), "billingMode", "PROVISIONED", "PAY_PER_REQUEST")
                .oneOf(request.text("TableClass"), "tableClass", "STANDARD", "STANDARD_INFREQUENT_ACCESS");
        TableWishes.check(constraints, request);
        constraints.check();
        TableWishes wishes = new TableWishes(request);
        Members stream = request.structure("StreamSpecification");
        Tables.StreamWish wish = stream == null ? null : TableWishes.stream(stream);
        Table table = tables.create(new Tables.TableWish(
                name,
                wishes.attributes(),
                TableWishes.keys(request),
                request.text("BillingMode"),
                TableWishes.throughput(request, "ProvisionedThroughput"),
                wishes.indexes("LocalSecondaryIndexes"),
                wishes.indexes("GlobalSecondaryIndexes"),
                wish != null && wish.enabled() ? wish.view() : null,
                TableWishes.tags(request),
                wishes.settings(true)));
        Tables.Description description = tables.describe(table.name());
        return Answers.of(json -> {
            json.writeName("TableDescription");
            TableWriter.write(json, tables, description, "CREATING");
        });
    }

    Answer describe(Members request) {
        Tables.Description description = tables.describe(named(request));
        return Answers.of(json -> {
            json.writeName("Table");
            TableWriter.write(json, tables, description, TableWriter.status(description.table()));
        });
    }

    Answer list(Members request) {
        Long limit = request.number("Limit");
        new Constraints()
                .atLeast(limit, 1, "limit")
                .atMost(limit, MAX_NAMES, "limit")
                .name(request.text("ExclusiveStartTableName"), "exclusiveStartTableName")
                .check();
        int most = limit == null ? MAX_NAMES : limit.intValue();
        List<String> names = tables.names(request.text("ExclusiveStartTableName"), most + 1);
        List<String> shown = names.subList(0, Math.min(most, names.size()));
        return Answers.of(json -> {
            json.writeName("TableNames");
            json.writeStartArray();
            shown.forEach(json::writeString);
            json.writeEndArray();
            if (names.size() > most) {
                json.writeStringProperty("LastEvaluatedTableName", shown.getLast());
            }
        });
    }

    Answer update(Members request) {
        String name = named(request);
        Constraints constraints = new Constraints()
                .oneOf(request.text("BillingMode"), "billingMode", "PROVISIONED", "PAY_PER_REQUEST")
                .oneOf(request.text("TableClass"), "tableClass", "STANDARD", "STANDARD_INFREQUENT_ACCESS");
        TableWishes.check(constraints, request);
        constraints.check();
        TableWishes wishes = new TableWishes(request);
        if (request.has("ReplicaUpdates")) {
            throw DynamoDbError.invalid("Replicas in other regions are not served here.");
        }
        Members stream = request.structure("StreamSpecification");
        tables.update(new Tables.TableUpdate(
                name,
                wishes.attributes(),
                request.text("BillingMode"),
                TableWishes.throughput(request, "ProvisionedThroughput"),
                wishes.updates(),
                stream == null ? null : TableWishes.stream(stream),
                wishes.settings(false)));
        Tables.Description description = tables.describe(name);
        return Answers.of(json -> {
            json.writeName("TableDescription");
            TableWriter.write(json, tables, description, "UPDATING");
        });
    }

    Answer delete(Members request) {
        String name = named(request);
        Tables.Description description = tables.describe(name);
        tables.delete(name);
        return Answers.of(json -> {
            json.writeName("TableDescription");
            TableWriter.write(json, tables, description, "DELETING");
        });
    }
}
