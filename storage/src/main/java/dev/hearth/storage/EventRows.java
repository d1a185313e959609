package dev.hearth.storage;

import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.QueuedEvent;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of {@code event}. */
final class EventRows {

    /** The columns of {@link #bind}, in its order. */
    static final String INSERT = "INSERT INTO event (id, queue, due_ms, accepted_ms, request_id, function_name,"
            + " qualifier, failures, refusals, context, payload) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)";

    private EventRows() {}

    static void bind(PreparedStatement insert, long id, int queue, long dueMillis, Event event) throws SQLException {
        insert.setLong(1, id);
        insert.setInt(2, queue);
        insert.setLong(3, dueMillis);
        insert.setLong(4, event.accepted().toEpochMilli());
        insert.setString(5, event.requestId());
        insert.setString(6, event.function());
        insert.setString(7, event.qualifier());
        String context = context(event);
        if (context == null) {
            insert.setNull(8, Types.VARCHAR);
        } else {
            insert.setString(8, context);
        }
        ByteBuffer payload = event.payloadView();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        insert.setBytes(9, bytes);
    }

    /** What most events have not. */
    private static @Nullable String context(Event event) {
        Map<String, String> context = new TreeMap<>();
        put(context, "clientContext", event.clientContext());
        put(context, "trace", event.traceHeader());
        put(context, "tenant", event.tenantId());
        return context.isEmpty() ? null : JsonDocument.write(context);
    }

    private static void put(Map<String, String> context, String name, @Nullable String value) {
        if (value != null) {
            context.put(name, value);
        }
    }

    static QueuedEvent read(int queue, ResultSet row) throws SQLException {
        String stored = row.getString(9);
        Map<String, String> context = stored == null ? Map.of() : JsonDocument.strings(JsonDocument.read(stored));
        Event event = new Event(
                row.getString(4),
                row.getString(5),
                row.getString(6),
                ByteBuffer.wrap(row.getBytes(11)).asReadOnlyBuffer(),
                Instant.ofEpochMilli(row.getLong(3)),
                context.get("clientContext"),
                context.get("trace"),
                context.get("tenant"));
        return new QueuedEvent(
                row.getLong(1),
                queue,
                Instant.ofEpochMilli(row.getLong(2)),
                event,
                row.getInt(7),
                row.getInt(8),
                row.getString(10));
    }
}
