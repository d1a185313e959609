package dev.hearth.storage;

import dev.hearth.services.logs.EventBlock;
import dev.hearth.services.logs.LogGroup;
import dev.hearth.services.logs.LogStore.EventBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Adds blocks to streams within one unit of work; its statements are prepared once for all of them. */
final class SqlLogWriter implements AutoCloseable {

    private record Target(long group, long stream) {}

    private final Connection connection;
    private final long nowMillis;
    private final PreparedStatement insert;
    private final PreparedStatement touchGroup;
    private final PreparedStatement touchStream;
    private final PreparedStatement findStream;
    private final Map<String, Long> groups = new HashMap<>();

    SqlLogWriter(Connection connection, long nowMillis) throws SQLException {
        this.connection = connection;
        this.nowMillis = nowMillis;
        this.insert = connection.prepareStatement(
                "INSERT INTO log_block (group_id, first_sequence, last_sequence, first_timestamp_ms,"
                        + " last_timestamp_ms, stream_id, ingestion_ms, stored_bytes, events)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        this.touchGroup = connection.prepareStatement("UPDATE log_group SET stored_bytes = stored_bytes + ?,"
                + " next_sequence = next_sequence + ? WHERE id = ? RETURNING next_sequence");
        this.touchStream = connection.prepareStatement("UPDATE log_stream SET"
                + " first_event_ms = CASE WHEN first_event_ms < 0 OR first_event_ms > ? THEN ? ELSE first_event_ms END,"
                + " last_event_ms = CASE WHEN last_event_ms < ? THEN ? ELSE last_event_ms END,"
                + " last_ingestion_ms = ? WHERE id = ?");
        this.findStream = connection.prepareStatement("SELECT id FROM log_stream WHERE group_id = ? AND name = ?");
    }

    /** Adds blocks, making group and stream where they are missing. */
    void append(EventBatch batch) throws SQLException {
        Target target = target(batch.group(), batch.stream());
        for (EventBlock block : batch.blocks()) {
            add(target.group, target.stream, block);
        }
    }

    private Target target(String group, String stream) throws SQLException {
        Long known = groups.get(group);
        long id = known != null ? known : groupId(group);
        groups.put(group, id);
        findStream.setLong(1, id);
        findStream.setString(2, stream);
        try (ResultSet row = findStream.executeQuery()) {
            if (row.next()) {
                return new Target(id, row.getLong(1));
            }
        }
        return new Target(id, SqlLogStore.insertStream(connection, id, stream, nowMillis));
    }

    private long groupId(String group) throws SQLException {
        Optional<Long> found = SqlLogStore.groupId(connection, group);
        return found.isPresent()
                ? found.get()
                : SqlLogStore.insertGroup(connection, new LogGroup(group, nowMillis, null, "STANDARD", 0));
    }

    void add(long groupId, long streamId, EventBlock block) throws SQLException {
        long nextSequence = touchGroup(groupId, block);
        insert.setLong(1, groupId);
        insert.setLong(2, nextSequence - block.count());
        insert.setLong(3, nextSequence - 1);
        insert.setLong(4, block.firstMillis());
        insert.setLong(5, block.lastMillis());
        insert.setLong(6, streamId);
        insert.setLong(7, nowMillis);
        insert.setLong(8, block.storedBytes());
        insert.setBytes(9, block.bytes());
        insert.executeUpdate();
        touchStream.setLong(1, block.firstMillis());
        touchStream.setLong(2, block.firstMillis());
        touchStream.setLong(3, block.lastMillis());
        touchStream.setLong(4, block.lastMillis());
        touchStream.setLong(5, nowMillis);
        touchStream.setLong(6, streamId);
        touchStream.executeUpdate();
    }

    private long touchGroup(long groupId, EventBlock block) throws SQLException {
        touchGroup.setLong(1, block.storedBytes());
        touchGroup.setLong(2, block.count());
        touchGroup.setLong(3, groupId);
        try (ResultSet row = touchGroup.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the log group " + groupId + " is gone");
            }
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        try (insert;
                touchGroup;
                touchStream) {
            findStream.close();
        }
    }
}
