package dev.hearth.aws.dynamodb;

import dev.hearth.aws.Call;
import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.Capacity;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Items;
import dev.hearth.neighbours.dynamodb.Write;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Transactions. */
final class TransactOperations {

    private static final int MAX_ITEMS = 100;
    private static final int MAX_TOKEN = 36;

    private final Items items;

    TransactOperations(Items items) {
        this.items = items;
    }

    private static List<Members> wishes(Members request) {
        List<Members> wishes = request.structures("TransactItems");
        Parameters.common(request)
                .notNull(wishes, "transactItems")
                .size(wishes, wishes == null ? 0 : wishes.size(), 1, MAX_ITEMS, "transactItems")
                .check();
        return wishes == null ? List.of() : wishes;
    }

    Answer get(Members request) {
        List<Items.Get> gets = new ArrayList<>();
        for (Members wish : wishes(request)) {
            Members get = wish.structure("Get");
            new Constraints()
                    .notNull(get, "transactItems." + (gets.size() + 1) + ".member.get")
                    .check();
            if (get != null) {
                new Constraints()
                        .tableName(get.text("TableName"))
                        .notNull(get.structure("Key"), "key")
                        .check();
                gets.add(ReadOperations.getOf(get, get.text("TableName", ""), get.structure("Key")));
            }
        }
        List<Items.Found> found = items.transactGet(gets);
        return Answers.of(json -> {
            json.writeName("Responses");
            json.writeStartArray();
            for (Items.Found each : found) {
                json.writeStartObject();
                if (each.item() != null) {
                    ValueWriter.member(json, "Item", each.item());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            List<Capacity> costs = found.stream().map(Items.Found::capacity).toList();
            CapacityWriter.all(json, request, costs, CapacityWriter.Side.READ);
        });
    }

    Answer write(Call call, Members request) {
        String token = request.text("ClientRequestToken");
        List<Members> wishes = wishes(request);
        new Constraints()
                .size(token, token == null ? 0 : token.length(), 1, MAX_TOKEN, "clientRequestToken")
                .check();
        List<Write> writes = new ArrayList<>();
        for (Members wish : wishes) {
            writes.add(writeOf(wish));
        }
        Write.Options options =
                new Write.Options(Write.Returned.NONE, Parameters.wantsCapacity(request), call.traceHeader());
        return switch (items.transact(writes, token, digest(request), options)) {
            case Items.Transaction.Done(List<Capacity> costs) ->
                Answers.of(json -> CapacityWriter.all(json, request, costs, CapacityWriter.Side.WRITE));
            case Items.Transaction.Cancelled(List<Items.Reason> reasons) -> cancelled(reasons);
        };
    }

    private static Write writeOf(Members wish) {
        Members put = wish.structure("Put");
        Members delete = wish.structure("Delete");
        Members update = wish.structure("Update");
        Members check = wish.structure("ConditionCheck");
        long given = List.of("Put", "Delete", "Update", "ConditionCheck").stream()
                .filter(wish::has)
                .count();
        if (given != 1) {
            throw DynamoDbError.invalid("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        if (put != null) {
            named(put).notNull(put.structure("Item"), "item").check();
            return new Write.Put(
                    put.text("TableName", ""), needed(Values.map(put, "Item")), Parameters.guard(put, false));
        }
        if (delete != null) {
            named(delete).notNull(delete.structure("Key"), "key").check();
            return new Write.Delete(
                    delete.text("TableName", ""), needed(Values.map(delete, "Key")), Parameters.guard(delete, false));
        }
        if (update != null) {
            named(update)
                    .notNull(update.structure("Key"), "key")
                    .notNull(update.text("UpdateExpression"), "updateExpression")
                    .check();
            return WriteOperations.updateOf(update, false);
        }
        Members asked = check == null ? new Members(Map.of()) : check;
        named(asked)
                .notNull(asked.structure("Key"), "key")
                .notNull(asked.text("ConditionExpression"), "conditionExpression")
                .check();
        return new Write.Check(
                asked.text("TableName", ""), needed(Values.map(asked, "Key")), Parameters.guard(asked, false));
    }

    private static Constraints named(Members members) {
        return new Constraints().tableName(members.text("TableName"));
    }

    private static Map<String, AttributeValue> needed(@Nullable Map<String, AttributeValue> map) {
        return map == null ? Map.of() : map;
    }

    /** Of what is to be done; how the answer should look is no part of it. */
    private static byte[] digest(Members request) {
        byte[] text = JsonBody.write(json -> {
            json.writeName("TransactItems");
            Trees.write(json, request.map().get("TransactItems"));
        });
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Answer cancelled(List<Items.Reason> reasons) {
        String codes = reasons.stream().map(Items.Reason::code).collect(Collectors.joining(", "));
        String message =
                "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + "]";
        return Answers.error(DynamoDbError.TRANSACTION_CANCELED, message, json -> {
            json.writeName("CancellationReasons");
            json.writeStartArray();
            for (Items.Reason each : reasons) {
                json.writeStartObject();
                json.writeStringProperty("Code", each.code());
                if (each.message() != null) {
                    json.writeStringProperty("Message", each.message());
                }
                if (each.item() != null) {
                    ValueWriter.member(json, "Item", each.item());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
