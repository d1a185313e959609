package dev.hearth.storage;

import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.MappingStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
                Instant.ofEpochMilli(JsonDocument.longNumber(document, "modified", 0)));
    }

    @Override
    public void put(EventSourceMapping mapping) {
        String document = JsonDocument.write(Map.of(
                "function", mapping.functionArn(),
                "source", mapping.sourceArn(),
                "enabled", mapping.enabled(),
                "batch", mapping.batchSize(),
                "window", mapping.windowSeconds(),
                "filters", mapping.filters(),
                "partial", mapping.partialResponses(),
                "concurrency", mapping.maximumConcurrency(),
                "modified", mapping.modified().toEpochMilli()));
        database.write(connection -> Sql.update(connection, PUT, mapping.uuid(), document));
    }

    @Override
    public void delete(String uuid) {
        database.write(connection -> Sql.update(connection, "DELETE FROM event_source_mapping WHERE uuid = ?", uuid));
    }
}
