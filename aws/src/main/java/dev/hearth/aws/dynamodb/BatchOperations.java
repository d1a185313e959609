package dev.hearth.aws.dynamodb;

import dev.hearth.aws.Call;
import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.Capacity;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Items;
import dev.hearth.neighbours.dynamodb.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Batches of reads and writes that have nothing to do with each other. */
final class BatchOperations {

    /** Of one request (API reference). */
    private static final int MAX_GETS = 100;

    private static final int MAX_WRITES = 25;

    /** What one answer holds, bytes; keys behind that are not processed. */
    private static final long MAX_ANSWER = 16L << 20;

    private final Items items;

    BatchOperations(Items items) {
        this.items = items;
    }

    /** A read with where it came from. */
    private record Wish(String table, Members request, Members key, Items.Get get) {}

    Answer get(Members request) {
        Members tables = request.structure("RequestItems");
        Constraints constraints = Parameters.common(request).notNull(tables, "requestItems");
        if (tables != null) {
            constraints.size(tables.map(), tables.map().size(), 1, MAX_GETS, "requestItems");
        }
        constraints.check();
        List<Wish> wishes = new ArrayList<>();
        if (tables != null) {
            for (String table : tables.map().keySet()) {
                collect(table, tables.structure(table), wishes);
            }
        }
        if (wishes.size() > MAX_GETS) {
            throw DynamoDbError.invalid("Too many items requested for the BatchGetItem call");
        }
        List<Items.Found> found = items.getAll(wishes.stream().map(Wish::get).toList());
        return answer(request, wishes, found);
    }

    private static void collect(String table, @Nullable Members members, List<Wish> wishes) {
        List<Members> keys = members == null ? null : members.structures("Keys");
        String path = "requestItems." + table + ".member.keys";
        new Constraints()
                .notNull(keys, path)
                .size(keys, keys == null ? 0 : keys.size(), 1, MAX_GETS, path)
                .check();
        if (members != null && keys != null) {
            for (Members key : keys) {
                wishes.add(new Wish(table, members, key, ReadOperations.getOf(members, table, key)));
            }
        }
    }

    private static Answer answer(Members request, List<Wish> wishes, List<Items.Found> found) {
        Map<String, List<Map<String, AttributeValue>>> byTable = new LinkedHashMap<>();
        Map<String, List<Wish>> late = new LinkedHashMap<>();
        List<Capacity> costs = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            Items.Found each = found.get(i);
            List<Map<String, AttributeValue>> of = byTable.computeIfAbsent(wish.table, _ -> new ArrayList<>());
            if (bytes + each.size() > MAX_ANSWER) {
                late.computeIfAbsent(wish.table, _ -> new ArrayList<>()).add(wish);
                continue;
            }
            bytes += each.size();
            costs.add(each.capacity());
            if (each.item() != null) {
                of.add(each.item());
            }
        }
        return Answers.of(json -> {
            json.writeName("Responses");
            json.writeStartObject();
            byTable.forEach((table, all) -> {
                json.writeName(table);
                json.writeStartArray();
                all.forEach(each -> ValueWriter.map(json, each));
                json.writeEndArray();
            });
            json.writeEndObject();
            json.writeName("UnprocessedKeys");
            json.writeStartObject();
            late.forEach((table, all) -> unprocessed(json, table, all));
            json.writeEndObject();
            CapacityWriter.all(json, request, costs, CapacityWriter.Side.NEITHER);
        });
    }

    /** As it was asked for, with the keys that are left. */
    private static void unprocessed(JsonGenerator json, String table, List<Wish> wishes) {
        Members asked = wishes.getFirst().request;
        json.writeName(table);
        json.writeStartObject();
        asked.map().forEach((name, value) -> {
            if (value != null && !name.equals("Keys")) {
                json.writeName(name);
                Trees.write(json, value);
            }
        });
        json.writeName("Keys");
        json.writeStartArray();
        wishes.forEach(each -> Trees.write(json, each.key.map()));
        json.writeEndArray();
        json.writeEndObject();
    }

    Answer write(Call call, Members request) {
        Members tables = request.structure("RequestItems");
        Constraints constraints = Parameters.common(request)
                .oneOf(request.text("ReturnItemCollectionMetrics"), "returnItemCollectionMetrics", "SIZE", "NONE")
                .notNull(tables, "requestItems");
        if (tables != null) {
            constraints.size(tables.map(), tables.map().size(), 1, MAX_WRITES, "requestItems");
        }
        constraints.check();
        List<Write> writes = new ArrayList<>();
        if (tables != null) {
            for (String table : tables.map().keySet()) {
                collectWrites(table, tables.structures(table), writes);
            }
        }
        if (writes.size() > MAX_WRITES) {
            throw DynamoDbError.invalid("Too many items requested for the BatchWriteItem call");
        }
        Write.Options options =
                new Write.Options(Write.Returned.NONE, Parameters.wantsCapacity(request), call.traceHeader());
        List<Capacity> costs = items.writeBatch(writes, options);
        return Answers.of(json -> {
            json.writeName("UnprocessedItems");
            json.writeStartObject();
            json.writeEndObject();
            CapacityWriter.all(json, request, costs, CapacityWriter.Side.NEITHER);
        });
    }

    private static void collectWrites(String table, @Nullable List<Members> requests, List<Write> writes) {
        if (requests == null || requests.isEmpty() || requests.size() > MAX_WRITES) {
            throw DynamoDbError.invalid("1 validation error detected: Value '{" + table + "="
                    + (requests == null ? null : "[" + requests.size() + " requests]")
                    + "}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint:"
                    + " [Member must have length less than or equal to " + MAX_WRITES
                    + ", Member must have length greater than or equal to 1]");
        }
        for (Members each : requests) {
            Members put = each.structure("PutRequest");
            Members delete = each.structure("DeleteRequest");
            if ((put == null) == (delete == null)) {
                throw DynamoDbError.invalid("Supplied AttributeValue has more than one datatypes set, must contain"
                        + " exactly one of the supported datatypes");
            }
            if (put != null) {
                writes.add(new Write.Put(table, needed(put, "Item", table, "putRequest"), Write.Guard.NONE));
            } else if (delete != null) {
                writes.add(new Write.Delete(table, needed(delete, "Key", table, "deleteRequest"), Write.Guard.NONE));
            }
        }
    }

    private static Map<String, AttributeValue> needed(Members members, String name, String table, String request) {
        String path = "requestItems." + table + ".member." + request + "." + name.toLowerCase(java.util.Locale.ROOT);
        Map<String, AttributeValue> map = Values.map(members, name);
        new Constraints().notNull(map, path).check();
        return map == null ? Map.of() : map;
    }
}
