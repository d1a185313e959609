package dev.hearth.storage;

import dev.hearth.services.logs.EventCursor;
import dev.hearth.services.logs.LogRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Removes events, the oldest first and only so many at a time, and takes their bytes off their group. */
final class SqlLogRemoval {

    private static final String GROUP = "group_id = ?";
    private static final String STREAM = "stream_id = ?";

    private record Garbage(long group, long stream) {}

    private SqlLogRemoval() {}

    static int ofGroup(Connection connection, long groupId, long beforeMillis, int limit) throws SQLException {
        return remove(connection, GROUP, groupId, groupId, EventCursor.before(beforeMillis), limit);
    }

    /** From the first deleted group or stream that still has events. */
    static int ofGarbage(Connection connection, int limit) throws SQLException {
        while (true) {
            Optional<Garbage> garbage = Sql.first(
                    connection,
                    "SELECT group_id, stream_id FROM log_garbage ORDER BY group_id, stream_id LIMIT 1",
                    row -> new Garbage(row.getLong(1), row.getLong(2)));
            if (garbage.isEmpty()) {
                return 0;
            }
            long group = garbage.get().group;
            long stream = garbage.get().stream;
            int removed = stream == 0
                    ? remove(connection, GROUP, group, group, EventCursor.END, limit)
                    : remove(connection, STREAM, stream, group, EventCursor.END, limit);
            if (removed > 0) {
                return removed;
            }
            Sql.update(connection, "DELETE FROM log_garbage WHERE group_id = ? AND stream_id = ?", group, stream);
        }
    }

    private static int remove(
            Connection connection, String owner, long ownerId, long groupId, EventCursor before, int limit)
            throws SQLException {
        Optional<EventCursor> last = Sql.first(
                connection,
                "SELECT timestamp_ms, sequence FROM log_event WHERE " + owner
                        + " AND (timestamp_ms, sequence) < (?, ?) ORDER BY timestamp_ms, sequence LIMIT 1 OFFSET ?",
                row -> new EventCursor(row.getLong(1), row.getLong(2)),
                ownerId,
                before.timestampMillis(),
                before.sequence(),
                limit);
        EventCursor end = last.orElse(before);
        String which = " FROM log_event WHERE " + owner + " AND (timestamp_ms, sequence) < (?, ?)";
        long bytes = Sql.first(
                        connection,
                        "SELECT COALESCE(SUM(OCTET_LENGTH(message) + " + LogRules.EVENT_OVERHEAD_BYTES + "), 0)"
                                + which,
                        row -> row.getLong(1),
                        ownerId,
                        end.timestampMillis(),
                        end.sequence())
                .orElseThrow();
        Sql.update(connection, "UPDATE log_group SET stored_bytes = stored_bytes - ? WHERE id = ?", bytes, groupId);
        return Sql.update(connection, "DELETE" + which, ownerId, end.timestampMillis(), end.sequence());
    }
}
