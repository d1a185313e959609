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

    private static final String ONE_MORE = ", (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)";

    /** What {@link #bind} binds for one row. */
    private static final int BOUND = 9;

    private EventRows() {}

    /** {@link #INSERT} for several rows. */
    static String insert(int rows) {
        return INSERT + ONE_MORE.repeat(rows - 1);
    }

    /** @param row which row of {@link #insert}, from 0 */
    static void bind(PreparedStatement insert, int row, long id, int queue, long dueMillis, Event event)
            throws SQLException {
        int before = row * BOUND;
        insert.setLong(before + 1, id);
        insert.setInt(before + 2, queue);
        insert.setLong(before + 3, dueMillis);
        insert.setLong(before + 4, event.accepted().toEpochMilli());
        insert.setString(before + 5, event.requestId());
        insert.setString(before + 6, event.function());
        insert.setString(before + 7, event.qualifier());
        String context = context(event);
        if (context == null) {
            insert.setNull(before + 8, Types.VARCHAR);
        } else {
            insert.setString(before + 8, context);
        }
        ByteBuffer payload = event.payloadView();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        insert.setBytes(before + BOUND, bytes);
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
