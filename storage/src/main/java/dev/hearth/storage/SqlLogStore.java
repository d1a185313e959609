package dev.hearth.storage;

import dev.hearth.services.logs.EventBlock;
import dev.hearth.services.logs.LogGroup;
import dev.hearth.services.logs.LogStore;
import dev.hearth.services.logs.LogStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link LogStore} in SQL. Events are read by {@link SqlLogEvents}, written by {@link SqlLogWriter}. */
final class SqlLogStore implements LogStore {

    /** After every name that starts with the text before it. */
    static final String LAST = "\uDBFF\uDFFF";

    private static final String GROUP =
            "SELECT name, created_ms, retention_days, group_class, stored_bytes FROM log_group";
    private static final String STREAM =
            "SELECT s.name, s.created_ms, s.first_event_ms, s.last_event_ms, s.last_ingestion_ms FROM log_stream s"
                    + " JOIN log_group g ON g.id = s.group_id WHERE g.name = ?";

    private final Database database;

    SqlLogStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean createGroup(LogGroup group, Map<String, String> tags) {
        return database.write(connection -> {
            if (groupId(connection, group.name()).isPresent()) {
                return false;
            }
            long id = insertGroup(connection, group);
            insertTags(connection, id, tags);
            return true;
        });
    }

    static long insertGroup(Connection connection, LogGroup group) throws SQLException {
        long id = nextId(connection);
        Sql.update(
                connection,
                "INSERT INTO log_group (id, name, created_ms, retention_days, group_class, stored_bytes)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                id,
                group.name(),
                group.createdMillis(),
                group.retentionDays(),
                group.groupClass(),
                group.storedBytes());
        return id;
    }

    private static long nextId(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "UPDATE log_counter SET next_id = next_id + 1 RETURNING next_id",
                        row -> row.getLong(1))
                .orElseThrow();
    }

    static Optional<Long> groupId(Connection connection, String name) throws SQLException {
        return Sql.first(connection, "SELECT id FROM log_group WHERE name = ?", row -> row.getLong(1), name);
    }

    @Override
    public boolean deleteGroup(String group) {
        return database.write(connection -> {
            Optional<Long> id = groupId(connection, group);
            if (id.isEmpty()) {
                return false;
            }
            Sql.update(connection, "DELETE FROM log_group_tag WHERE group_id = ?", id.get());
            Sql.update(connection, "DELETE FROM log_stream WHERE group_id = ?", id.get());
            Sql.update(connection, "DELETE FROM log_group WHERE id = ?", id.get());
            Sql.update(connection, "INSERT INTO log_garbage (group_id, stream_id) VALUES (?, 0)", id.get());
            return true;
        });
    }

    @Override
    public Optional<LogGroup> group(String group) {
        return database.read(connection -> Sql.first(connection, GROUP + " WHERE name = ?", SqlLogStore::group, group));
    }

    private static LogGroup group(ResultSet row) throws SQLException {
        int days = row.getInt("retention_days");
        Integer retention = row.wasNull() ? null : Integer.valueOf(days);
        return new LogGroup(
                row.getString("name"),
                row.getLong("created_ms"),
                retention,
                row.getString("group_class"),
                row.getLong("stored_bytes"));
    }

    @Override
    public List<LogGroup> groups(String prefix, @Nullable String after, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                GROUP + " WHERE name >= ? AND name < ? AND name > ? ORDER BY name LIMIT ?",
                SqlLogStore::group,
                prefix,
                prefix + LAST,
                after == null ? "" : after,
                limit));
    }

    @Override
    public boolean setRetention(String group, @Nullable Integer days) {
        return database.write(connection ->
                Sql.update(connection, "UPDATE log_group SET retention_days = ? WHERE name = ?", days, group) == 1);
    }

    @Override
    public Optional<Map<String, String>> tags(String group) {
        return database.read(connection -> {
            Optional<Long> id = groupId(connection, group);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            Map<String, String> tags = new LinkedHashMap<>();
            Sql.list(
                    connection,
                    "SELECT tag_key, tag_value FROM log_group_tag WHERE group_id = ? ORDER BY tag_key",
                    row -> tags.put(row.getString(1), row.getString(2)),
                    id.get());
            return Optional.of(tags);
        });
    }

    @Override
    public boolean setTags(String group, Map<String, String> tags) {
        return database.write(connection -> {
            Optional<Long> id = groupId(connection, group);
            if (id.isEmpty()) {
                return false;
            }
            Sql.update(connection, "DELETE FROM log_group_tag WHERE group_id = ?", id.get());
            insertTags(connection, id.get(), tags);
            return true;
        });
    }

    private static void insertTags(Connection connection, long groupId, Map<String, String> tags) throws SQLException {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            Sql.update(
                    connection,
                    "INSERT INTO log_group_tag (group_id, tag_key, tag_value) VALUES (?, ?, ?)",
                    groupId,
                    tag.getKey(),
                    tag.getValue());
        }
    }

    @Override
    public StreamCreation createStream(String group, String stream, long nowMillis) {
        return database.write(connection -> {
            Optional<Long> id = groupId(connection, group);
            if (id.isEmpty()) {
                return StreamCreation.NO_GROUP;
            }
            if (streamId(connection, id.get(), stream).isPresent()) {
                return StreamCreation.NAME_TAKEN;
            }
            insertStream(connection, id.get(), stream, nowMillis);
            return StreamCreation.CREATED;
        });
    }

    static long insertStream(Connection connection, long groupId, String name, long nowMillis) throws SQLException {
        long id = nextId(connection);
        Sql.update(
                connection,
                "INSERT INTO log_stream (id, group_id, name, created_ms, first_event_ms, last_event_ms,"
                        + " last_ingestion_ms) VALUES (?, ?, ?, ?, -1, -1, -1)",
                id,
                groupId,
                name,
                nowMillis);
        return id;
    }

    static Optional<Long> streamId(Connection connection, long groupId, String stream) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id FROM log_stream WHERE group_id = ? AND name = ?",
                row -> row.getLong(1),
                groupId,
                stream);
    }

    @Override
    public boolean deleteStream(String group, String stream) {
        return database.write(connection -> {
            Optional<Long> groupId = groupId(connection, group);
            if (groupId.isEmpty()) {
                return false;
            }
            Optional<Long> streamId = streamId(connection, groupId.get(), stream);
            if (streamId.isEmpty()) {
                return false;
            }
            Sql.update(connection, "DELETE FROM log_stream WHERE id = ?", streamId.get());
            Sql.update(
                    connection,
                    "INSERT INTO log_garbage (group_id, stream_id) VALUES (?, ?)",
                    groupId.get(),
                    streamId.get());
            return true;
        });
    }

    @Override
    public Optional<LogStream> stream(String group, String stream) {
        return database.read(
                connection -> Sql.first(connection, STREAM + " AND s.name = ?", SqlLogStore::stream, group, stream));
    }

    private static LogStream stream(ResultSet row) throws SQLException {
        return new LogStream(
                row.getString(1),
                row.getLong(2),
                unlessNone(row.getLong(3)),
                unlessNone(row.getLong(4)),
                unlessNone(row.getLong(5)));
    }

    private static @Nullable Long unlessNone(long millis) {
        return millis < 0 ? null : millis;
    }

    @Override
    public List<LogStream> streams(StreamScan scan) {
        String direction = scan.descending() ? " DESC" : "";
        String beyond = scan.descending() ? "<" : ">";
        StringBuilder sql = new StringBuilder(STREAM).append(" AND s.name >= ? AND s.name < ?");
        List<@Nullable Object> arguments = new ArrayList<>(List.of(scan.group(), scan.prefix(), scan.prefix() + LAST));
        StreamScan.After after = scan.after();
        if (after != null && scan.byLastEvent()) {
            sql.append(" AND (s.last_event_ms, s.name) ").append(beyond).append(" (?, ?)");
            arguments.add(after.lastEventMillis());
            arguments.add(after.name());
        } else if (after != null) {
            sql.append(" AND s.name ").append(beyond).append(" ?");
            arguments.add(after.name());
        }
        sql.append(" ORDER BY ");
        if (scan.byLastEvent()) {
            sql.append("s.last_event_ms").append(direction).append(", ");
        }
        sql.append("s.name").append(direction).append(" LIMIT ?");
        arguments.add(scan.limit());
        return database.read(
                connection -> Sql.list(connection, sql.toString(), SqlLogStore::stream, arguments.toArray()));
    }

    @Override
    public boolean put(EventBatch batch, long nowMillis) {
        return database.write(connection -> {
            Optional<Long> group = groupId(connection, batch.group());
            if (group.isEmpty()) {
                return false;
            }
            Optional<Long> stream = streamId(connection, group.get(), batch.stream());
            if (stream.isEmpty()) {
                return false;
            }
            try (SqlLogWriter writer = new SqlLogWriter(connection, nowMillis)) {
                for (EventBlock block : batch.blocks()) {
                    writer.add(group.get(), stream.get(), block);
                }
            }
            return true;
        });
    }

    @Override
    public void append(List<EventBatch> batches, long nowMillis) {
        database.write(connection -> {
            try (SqlLogWriter writer = new SqlLogWriter(connection, nowMillis)) {
                for (EventBatch batch : batches) {
                    writer.append(batch);
                }
            }
            return null;
        });
    }

    @Override
    public EventChunk events(EventScan scan) {
        return database.read(connection -> SqlLogEvents.read(connection, scan));
    }

    @Override
    public int expire(String group, long beforeMillis, int limit) {
        return database.write(connection -> {
            Optional<Long> id = groupId(connection, group);
            return id.isEmpty() ? 0 : SqlLogRemoval.ofGroup(connection, id.get(), beforeMillis, limit);
        });
    }

    @Override
    public int reclaim(int limit) {
        return database.write(connection -> SqlLogRemoval.ofGarbage(connection, limit));
    }
}
