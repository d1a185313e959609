package dev.hearth.aws.dynamodb;

import dev.hearth.aws.Call;
import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes of single items. */
final class WriteOperations {

    private static final String[] RETURNED = {"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"};

    private final DynamoDb room;

    WriteOperations(DynamoDb room) {
        this.room = room;
    }

    private static Constraints constraints(Members request) {
        return Parameters.common(request)
                .tableName(request.text("TableName"))
                .oneOf(request.text("ReturnValues"), "returnValues", RETURNED)
                .oneOf(request.text("ReturnItemCollectionMetrics"), "returnItemCollectionMetrics", "SIZE", "NONE")
                .oneOf(request.text("ConditionalOperator"), "conditionalOperator", "OR", "AND")
                .oneOf(
                        request.text("ReturnValuesOnConditionCheckFailure"),
                        "returnValuesOnConditionCheckFailure",
                        "ALL_OLD",
                        "NONE");
    }

    Answer put(Call call, Members request) {
        constraints(request).notNull(request.structure("Item"), "item").check();
        Parameters.checkForms(request, List.of("ConditionExpression"), List.of("Expected"));
        Map<String, AttributeValue> item = Values.map(request, "Item");
        checkOldOnly(request);
        Write.Guard guard = Parameters.guard(request, true);
        return write(
                call, request, new Write.Put(request.text("TableName", ""), item == null ? Map.of() : item, guard));
    }

    private static void checkOldOnly(Members request) {
        String returned = request.text("ReturnValues", "NONE");
        if (!returned.equals("ALL_OLD") && !returned.equals("NONE")) {
            throw DynamoDbError.invalid("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    Answer delete(Call call, Members request) {
        constraints(request).notNull(request.structure("Key"), "key").check();
        Parameters.checkForms(request, List.of("ConditionExpression"), List.of("Expected"));
        Map<String, AttributeValue> key = Values.map(request, "Key");
        checkOldOnly(request);
        Write.Guard guard = Parameters.guard(request, true);
        return write(
                call, request, new Write.Delete(request.text("TableName", ""), key == null ? Map.of() : key, guard));
    }

    Answer update(Call call, Members request) {
        constraints(request).notNull(request.structure("Key"), "key").check();
        Parameters.checkForms(
                request, List.of("UpdateExpression", "ConditionExpression"), List.of("AttributeUpdates", "Expected"));
        return write(call, request, updateOf(request, true));
    }

    /** The update that a structure wishes. */
    static Write updateOf(Members request, boolean legacy) {
        Map<String, AttributeValue> key = Values.map(request, "Key");
        Map<String, Write.AttributeUpdate> attributes = legacy ? attributes(request) : null;
        return new Write.Update(
                request.text("TableName", ""),
                key == null ? Map.of() : key,
                request.text("UpdateExpression"),
                attributes,
                Parameters.guard(request, legacy));
    }

    private static @Nullable Map<String, Write.AttributeUpdate> attributes(Members request) {
        Members found = request.structure("AttributeUpdates");
        if (found == null) {
            return null;
        }
        Map<String, Write.AttributeUpdate> all = new LinkedHashMap<>();
        checkActions(found);
        for (String name : found.map().keySet()) {
            Members update = found.structure(name);
            if (update != null) {
                String action = update.text("Action");
                AttributeValue value =
                        update.has("Value") ? Values.value(update.map().get("Value")) : null;
                all.put(name, new Write.AttributeUpdate(action, value));
            }
        }
        return all;
    }

    private static void checkActions(Members updates) {
        Constraints constraints = new Constraints();
        for (String name : updates.map().keySet()) {
            Members update = updates.structure(name);
            String action = update == null ? null : update.text("Action");
            constraints.oneOf(action, "attributeUpdates." + name + ".member.action", "ADD", "PUT", "DELETE");
        }
        constraints.check();
    }

    private Answer write(Call call, Members request, Write write) {
        Write.Options options = new Write.Options(
                Write.Returned.valueOf(request.text("ReturnValues", "NONE")),
                Parameters.wantsCapacity(request),
                call.traceHeader());
        return switch (room.items().write(write, options)) {
            case Write.Result.ConditionFailed(Map<String, AttributeValue> item) -> failed(item);
            case Write.Result.Written written ->
                Answers.of(json -> {
                    if (written.attributes() != null) {
                        ValueWriter.member(json, "Attributes", written.attributes());
                    }
                    CapacityWriter.one(json, request, written.capacity());
                    if ("SIZE".equals(request.text("ReturnItemCollectionMetrics"))) {
                        Table table = room.tables().get(write.table());
                        json.writeName("ItemCollectionMetrics");
                        metrics(json, table, keyOf(write));
                    }
                });
        };
    }

    private static Answer failed(@Nullable Map<String, AttributeValue> item) {
        return Answers.error(DynamoDbError.CONDITION_FAILED, "The conditional request failed", json -> {
            if (item != null) {
                ValueWriter.member(json, "Item", item);
            }
        });
    }

    private static Map<String, AttributeValue> keyOf(Write write) {
        return switch (write) {
            case Write.Put put -> put.item();
            case Write.Delete delete -> delete.key();
            case Write.Update update -> update.key();
            case Write.Check check -> check.key();
        };
    }

    /** Only tables with local indexes have item collections; their sizes are told as a range in GB. */
    private static void metrics(JsonGenerator json, Table table, Map<String, AttributeValue> key) {
        json.writeStartObject();
        boolean local = table.indexes().stream().anyMatch(each -> !each.global());
        AttributeValue hash = key.get(table.keys().hash().name());
        if (local && hash != null) {
            ValueWriter.member(
                    json, "ItemCollectionKey", Map.of(table.keys().hash().name(), hash));
            json.writeName("SizeEstimateRangeGB");
            json.writeStartArray();
            json.writeNumber(0.0);
            json.writeNumber(1.0);
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
