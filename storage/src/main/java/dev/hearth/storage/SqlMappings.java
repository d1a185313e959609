package dev.hearth.storage;

import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.MappingStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link MappingStore} in the table {@code event_source_mapping}. */
final class SqlMappings implements MappingStore {

    private static final String PUT = "INSERT INTO event_source_mapping (uuid, document) VALUES (?, ?)"
            + " ON CONFLICT (uuid) DO UPDATE SET document = excluded.document";

    private final Database database;

    SqlMappings(Database database) {
        this.database = database;
    }

    @Override
    public List<EventSourceMapping> mappings() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT uuid, document FROM event_source_mapping",
                row -> mapping(row.getString("uuid"), JsonDocument.read(row.getString("document")))));
    }

    private static EventSourceMapping mapping(String uuid, Map<String, Object> document) {
        return new EventSourceMapping(
                uuid,
                JsonDocument.text(document, "function", ""),
                JsonDocument.text(document, "source", ""),
                Boolean.TRUE.equals(document.get("enabled")),
                JsonDocument.number(document, "batch", 1),
                JsonDocument.number(document, "window", 0),
                JsonDocument.list(document, "filters"),
                Boolean.TRUE.equals(document.get("partial")),
                JsonDocument.number(document, "concurrency", 0),
                MappingDocument.stream(JsonDocument.object(document, "stream")),
                MappingDocument.kafka(JsonDocument.object(document, "kafka")),
                MappingDocument.extras(JsonDocument.object(document, "extras")),
                Instant.ofEpochMilli(JsonDocument.longNumber(document, "modified", 0)));
    }

    @Override
    public void put(EventSourceMapping mapping) {
        Map<String, Object> members = new TreeMap<>(MappingDocument.of(mapping));
        members.put("function", mapping.functionArn());
        members.put("source", mapping.sourceArn());
        members.put("enabled", mapping.enabled());
        members.put("batch", mapping.batchSize());
        members.put("window", mapping.windowSeconds());
        members.put("filters", mapping.filters());
        members.put("partial", mapping.partialResponses());
        members.put("concurrency", mapping.maximumConcurrency());
        members.put("modified", mapping.modified().toEpochMilli());
        String document = JsonDocument.write(members);
        database.write(Sql.one(PUT, mapping.uuid(), document));
    }

    @Override
    public void delete(String uuid) {
        database.write(Sql.one("DELETE FROM event_source_mapping WHERE uuid = ?", uuid));
    }
}
