package dev.hearth.storage;

import dev.hearth.neighbours.dynamodb.KeySchema;
import dev.hearth.neighbours.dynamodb.ScalarType;
import dev.hearth.neighbours.dynamodb.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A DynamoDB table's settings as a row's document. */
final class TableDocument {

    private TableDocument() {}

    static String write(Table table) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", table.id());
        document.put("tableId", table.tableId());
        document.put("created", table.createdMillis());
        document.put("keys", keys(table.keys()));
        document.put(
                "attributes",
                table.attributes().stream().map(TableDocument::part).toList());
        document.put("throughput", throughput(table.throughput()));
        document.put(
                "indexes", table.indexes().stream().map(TableDocument::index).toList());
        document.put(
                "streams", table.streams().stream().map(TableDocument::stream).toList());
        Table.TimeToLive expiry = table.timeToLive();
        if (expiry != null) {
            document.put(
                    "timeToLive",
                    Map.of("attribute", expiry.attribute(), "id", expiry.id(), "filled", expiry.filled()));
        }
        document.put("tags", table.tags());
        document.put("settings", table.settings());
        return JsonDocument.write(document);
    }

    private static Map<String, Object> part(KeySchema.Part part) {
        return Map.of("name", part.name(), "type", part.type().name());
    }

    private static List<Map<String, Object>> keys(KeySchema keys) {
        return keys.range() == null ? List.of(part(keys.hash())) : List.of(part(keys.hash()), part(keys.range()));
    }

    private static Map<String, Object> throughput(Table.Throughput throughput) {
        return Map.of("onDemand", throughput.onDemand(), "read", throughput.read(), "write", throughput.write());
    }

    private static Map<String, Object> index(Table.Index index) {
        return Map.of(
                "id", index.id(),
                "name", index.name(),
                "global", index.global(),
                "keys", keys(index.keys()),
                "projection", index.projection().name(),
                "included", index.included(),
                "throughput", throughput(index.throughput()),
                "filled", index.filled());
    }

    private static Map<String, Object> stream(Table.Stream stream) {
        return Map.of(
                "id", stream.id(),
                "label", stream.label(),
                "view", stream.view(),
                "created", stream.createdMillis(),
                "disabled", stream.disabledMillis());
    }

    static Table read(String name, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        return new Table(
                JsonDocument.longNumber(document, "id", 0),
                name,
                JsonDocument.text(document, "tableId", ""),
                JsonDocument.longNumber(document, "created", 0),
                readKeys(document),
                readParts(document, "attributes"),
                readThroughput(document),
                JsonDocument.objects(document, "indexes").stream()
                        .map(TableDocument::readIndex)
                        .toList(),
                JsonDocument.objects(document, "streams").stream()
                        .map(TableDocument::readStream)
                        .toList(),
                readTimeToLive(document),
                JsonDocument.strings(JsonDocument.object(document, "tags")),
                JsonDocument.strings(JsonDocument.object(document, "settings")));
    }

    private static List<KeySchema.Part> readParts(Map<String, Object> document, String member) {
        List<KeySchema.Part> parts = new ArrayList<>();
        for (Map<String, Object> each : JsonDocument.objects(document, member)) {
            ScalarType type = ScalarType.valueOf(JsonDocument.text(each, "type", "S"));
            parts.add(new KeySchema.Part(JsonDocument.text(each, "name", ""), type));
        }
        return parts;
    }

    private static KeySchema readKeys(Map<String, Object> document) {
        List<KeySchema.Part> parts = readParts(document, "keys");
        return new KeySchema(parts.getFirst(), parts.size() > 1 ? parts.get(1) : null);
    }

    private static Table.Throughput readThroughput(Map<String, Object> document) {
        Map<String, Object> throughput = JsonDocument.object(document, "throughput");
        return new Table.Throughput(
                Boolean.TRUE.equals(throughput.get("onDemand")),
                JsonDocument.longNumber(throughput, "read", 0),
                JsonDocument.longNumber(throughput, "write", 0));
    }

    private static Table.Index readIndex(Map<String, Object> document) {
        return new Table.Index(
                JsonDocument.longNumber(document, "id", 0),
                JsonDocument.text(document, "name", ""),
                Boolean.TRUE.equals(document.get("global")),
                readKeys(document),
                Table.Projection.valueOf(JsonDocument.text(document, "projection", "ALL")),
                JsonDocument.list(document, "included"),
                readThroughput(document),
                Boolean.TRUE.equals(document.get("filled")));
    }

    private static Table.Stream readStream(Map<String, Object> document) {
        return new Table.Stream(
                JsonDocument.longNumber(document, "id", 0),
                JsonDocument.text(document, "label", ""),
                JsonDocument.text(document, "view", ""),
                JsonDocument.longNumber(document, "created", 0),
                JsonDocument.longNumber(document, "disabled", 0));
    }

    private static Table.@Nullable TimeToLive readTimeToLive(Map<String, Object> document) {
        Map<String, Object> expiry = JsonDocument.object(document, "timeToLive");
        return expiry.isEmpty()
                ? null
                : new Table.TimeToLive(
                        JsonDocument.text(expiry, "attribute", ""),
                        JsonDocument.longNumber(expiry, "id", 0),
                        Boolean.TRUE.equals(expiry.get("filled")));
    }
}
