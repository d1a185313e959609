package dev.hearth.aws.dynamodb;

import dev.hearth.aws.Call;
import dev.hearth.aws.RawHandler;
import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes of single items. */
final class WriteOperations {

    private static final String[] RETURNED = {"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"};

    private static final Answer DONE = Answers.of(json -> {});

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

    /** PutItem, DeleteItem and UpdateItem. */
    Answer write(Call call, String operation, Members request) {
        Write write = wish(operation, request);
        return answer(request, write, room.items().write(write, options(call, request)));
    }

    /** The same without waiting, unless the answer needs more than the write. */
    RawHandler.Step begin(Call call, String operation, Members request) {
        Write write = wish(operation, request);
        Write.Options options = options(call, request);
        if (!wantsMetrics(request)) {
            try {
                return new RawHandler.Step.Later(room.items()
                        .begin(write, options)
                        .handle((done, failure) -> () -> Answers.refusing(() -> ended(request, write, done, failure))));
            } catch (FaultException refused) {
                if (refused.fault().kind() != Fault.Kind.UNAVAILABLE) {
                    throw refused;
                }
            }
        }
        return Answers.onTask(() -> answer(request, write, room.items().write(write, options)));
    }

    private Answer ended(Members request, Write write, Write.@Nullable Result done, @Nullable Throwable failure) {
        if (done != null) {
            return answer(request, write, done);
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static Write.Options options(Call call, Members request) {
        return new Write.Options(
                Write.Returned.valueOf(request.text("ReturnValues", "NONE")),
                Parameters.wantsCapacity(request),
                call.traceHeader());
    }

    private static boolean wantsMetrics(Members request) {
        return "SIZE".equals(request.text("ReturnItemCollectionMetrics"));
    }

    private static Write wish(String operation, Members request) {
        return switch (operation) {
            case "PutItem" -> putOf(request);
            case "DeleteItem" -> deleteOf(request);
            default -> {
                constraints(request).notNull(request.structure("Key"), "key").check();
                Parameters.checkForms(
                        request,
                        List.of("UpdateExpression", "ConditionExpression"),
                        List.of("AttributeUpdates", "Expected"));
                yield updateOf(request, true);
            }
        };
    }

    private static Write putOf(Members request) {
        constraints(request).notNull(request.structure("Item"), "item").check();
        Parameters.checkForms(request, List.of("ConditionExpression"), List.of("Expected"));
        Map<String, AttributeValue> item = Values.map(request, "Item");
        checkOldOnly(request);
        Write.Guard guard = Parameters.guard(request, true);
        return new Write.Put(request.text("TableName", ""), item == null ? Map.of() : item, guard);
    }

    private static void checkOldOnly(Members request) {
        String returned = request.text("ReturnValues", "NONE");
        if (!returned.equals("ALL_OLD") && !returned.equals("NONE")) {
            throw DynamoDbError.invalid("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    private static Write deleteOf(Members request) {
        constraints(request).notNull(request.structure("Key"), "key").check();
        Parameters.checkForms(request, List.of("ConditionExpression"), List.of("Expected"));
        Map<String, AttributeValue> key = Values.map(request, "Key");
        checkOldOnly(request);
        Write.Guard guard = Parameters.guard(request, true);
        return new Write.Delete(request.text("TableName", ""), key == null ? Map.of() : key, guard);
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

    private Answer answer(Members request, Write write, Write.Result result) {
        return switch (result) {
            case Write.Result.ConditionFailed(Map<String, AttributeValue> item) -> failed(item);
            case Write.Result.Written written -> {
                boolean metrics = wantsMetrics(request);
                if (written.attributes() == null && !metrics && !Parameters.wantsCapacity(request)) {
                    yield DONE;
                }
                yield Answers.of(json -> {
                    if (written.attributes() != null) {
                        ValueWriter.member(json, "Attributes", written.attributes());
                    }
                    CapacityWriter.one(json, request, written.capacity());
                    if (metrics) {
                        Table table = room.tables().get(write.table());
                        json.writeName("ItemCollectionMetrics");
                        metrics(json, table, keyOf(write));
                    }
                });
            }
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
