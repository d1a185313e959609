package dev.hearth.storage;

import dev.hearth.services.logs.LogEvent;
import dev.hearth.services.logs.LogGroup;
import dev.hearth.services.logs.LogRules;
import dev.hearth.services.logs.LogStore.EventBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds events to streams within one unit of work; its statements are prepared once for all of them. */
final class SqlLogWriter implements AutoCloseable {

    private record Place(long group, long timestamp) {}

    private record Target(long group, long stream) {}

    private final Connection connection;
    private final long nowMillis;
    private final PreparedStatement insert;
    private final PreparedStatement last;
    private final Map<Place, Long> sequences = new HashMap<>();
    private final Map<String, Map<String, Target>> targets = new HashMap<>();

    SqlLogWriter(Connection connection, long nowMillis) throws SQLException {
        this.connection = connection;
        this.nowMillis = nowMillis;
        this.insert = connection.prepareStatement(
                "INSERT INTO log_event (group_id, timestamp_ms, sequence, stream_id, ingestion_ms, message)"
                        + " VALUES (?, ?, ?, ?, ?, ?)");
        this.last = connection.prepareStatement(
                "SELECT MAX(sequence) FROM log_event WHERE group_id = ? AND timestamp_ms = ?");
    }

    /** Adds events, making group and stream where they are missing. */
    void append(EventBatch batch) throws SQLException {
        Map<String, Target> streams = targets.computeIfAbsent(batch.group(), _ -> new HashMap<>());
        Target target = streams.get(batch.stream());
        if (target == null) {
            target = target(batch.group(), batch.stream());
            streams.put(batch.stream(), target);
        }
        add(target.group, target.stream, batch.events());
    }

    private Target target(String group, String stream) throws SQLException {
        Optional<Long> groupId = SqlLogStore.groupId(connection, group);
        long id = groupId.isPresent()
                ? groupId.get()
                : SqlLogStore.insertGroup(connection, new LogGroup(group, nowMillis, null, "STANDARD", 0));
        Optional<Long> streamId = SqlLogStore.streamId(connection, id, stream);
        return new Target(
                id,
                streamId.isPresent() ? streamId.get() : SqlLogStore.insertStream(connection, id, stream, nowMillis));
    }

    void add(long groupId, long streamId, List<LogEvent> events) throws SQLException {
        long bytes = 0;
        long oldest = Long.MAX_VALUE;
        long newest = -1;
        for (LogEvent event : events) {
            insert.setLong(1, groupId);
            insert.setLong(2, event.timestampMillis());
            insert.setLong(3, nextSequence(groupId, event.timestampMillis()));
            insert.setLong(4, streamId);
            insert.setLong(5, nowMillis);
            insert.setString(6, event.message());
            insert.executeUpdate();
            bytes += LogRules.bytes(event);
            oldest = Math.min(oldest, event.timestampMillis());
            newest = Math.max(newest, event.timestampMillis());
        }
        Sql.update(connection, "UPDATE log_group SET stored_bytes = stored_bytes + ? WHERE id = ?", bytes, groupId);
        Sql.update(
                connection,
                "UPDATE log_stream SET first_event_ms = CASE WHEN first_event_ms < 0 OR first_event_ms > ? THEN ?"
                        + " ELSE first_event_ms END, last_event_ms = CASE WHEN last_event_ms < ? THEN ?"
                        + " ELSE last_event_ms END, last_ingestion_ms = ? WHERE id = ?",
                oldest,
                oldest,
                newest,
                newest,
                nowMillis,
                streamId);
    }

    private long nextSequence(long groupId, long timestamp) throws SQLException {
        Place place = new Place(groupId, timestamp);
        Long known = sequences.get(place);
        long next = known != null ? known + 1 : lastSequence(groupId, timestamp) + 1;
        sequences.put(place, next);
        return next;
    }

    private long lastSequence(long groupId, long timestamp) throws SQLException {
        last.setLong(1, groupId);
        last.setLong(2, timestamp);
        try (ResultSet row = last.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public void close() throws SQLException {
        try (insert) {
            last.close();
        }
    }
}
