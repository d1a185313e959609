package dev.hearth.storage;

import dev.hearth.services.logs.EventCursor;
import dev.hearth.services.logs.LogStore.EventChunk;
import dev.hearth.services.logs.LogStore.EventScan;
import dev.hearth.services.logs.LogStore.Streams;
import dev.hearth.services.logs.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in order: one stream's by the stream index, everything else along the group. The stream's name is
 * looked up row by row, and stream conditions carry a {@code +}, so that no planner is tempted to start from the
 * streams and sort.
 */
final class SqlLogEvents {

    private static final String EVENT =
            "SELECT (SELECT s.name FROM log_stream s WHERE s.id = e.stream_id), e.timestamp_ms, e.sequence,"
                    + " e.ingestion_ms, e.message FROM log_event e WHERE ";
    private static final String RANGE =
            " AND (e.timestamp_ms, e.sequence) > (?, ?) AND (e.timestamp_ms, e.sequence) < (?, ?)";

    /** A query with its arguments. */
    record Query(String sql, List<@Nullable Object> arguments) {}

    private SqlLogEvents() {}

    static EventChunk read(Connection connection, EventScan scan) throws SQLException {
        Optional<Query> query = query(connection, scan);
        if (query.isEmpty()) {
            return new EventChunk(List.of(), true);
        }
        try (PreparedStatement statement = connection.prepareStatement(query.get().sql)) {
            Sql.bind(statement, query.get().arguments.toArray());
            try (ResultSet rows = statement.executeQuery()) {
                return chunk(rows, scan);
            }
        }
    }

    private static EventChunk chunk(ResultSet rows, EventScan scan) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        long bytes = 0;
        while (rows.next()) {
            if (events.size() == scan.limit() || bytes >= scan.maxBytes()) {
                return new EventChunk(events, false);
            }
            StoredEvent event = new StoredEvent(
                    rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getString(5));
            events.add(event);
            bytes += event.message().length();
        }
        return new EventChunk(events, true);
    }

    /** Empty when there is no such group or stream. */
    static Optional<Query> query(Connection connection, EventScan scan) throws SQLException {
        Optional<Long> groupId = SqlLogStore.groupId(connection, scan.group());
        if (groupId.isEmpty()) {
            return Optional.empty();
        }
        return switch (scan.streams()) {
            case Streams.All() -> Optional.of(alongGroup(scan, groupId.get(), "", List.of()));
            case Streams.Prefixed(var prefix) ->
                Optional.of(alongGroup(
                        scan,
                        groupId.get(),
                        " AND s.name >= ? AND s.name < ?",
                        List.of(prefix, prefix + SqlLogStore.LAST)));
            case Streams.Named(var names) -> named(connection, scan, groupId.get(), List.copyOf(names));
        };
    }

    private static Optional<Query> named(Connection connection, EventScan scan, long groupId, List<String> names)
            throws SQLException {
        if (names.size() > 1) {
            String marks = "?" + ", ?".repeat(names.size() - 1);
            return Optional.of(alongGroup(scan, groupId, " AND s.name IN (" + marks + ")", names));
        }
        Optional<Long> streamId =
                names.isEmpty() ? Optional.empty() : SqlLogStore.streamId(connection, groupId, names.getFirst());
        return streamId.map(id -> query(scan, "e.stream_id = ?", id, "", List.of()));
    }

    /** @param streams a further condition on the stream, {@code s} */
    private static Query alongGroup(EventScan scan, long groupId, String streams, List<String> names) {
        return query(
                scan,
                "e.group_id = ?",
                groupId,
                " AND EXISTS (SELECT 1 FROM log_stream s WHERE s.id = +e.stream_id" + streams + ")",
                names);
    }

    private static Query query(EventScan scan, String owner, long ownerId, String streams, List<String> names) {
        EventCursor after = scan.after();
        EventCursor before = scan.before();
        List<@Nullable Object> arguments = new ArrayList<>(List.of(
                ownerId, after.timestampMillis(), after.sequence(), before.timestampMillis(), before.sequence()));
        arguments.addAll(names);
        arguments.add(scan.limit() + 1);
        String direction = scan.descending() ? " DESC" : "";
        return new Query(
                EVENT + owner + RANGE + streams + " ORDER BY e.timestamp_ms" + direction + ", e.sequence" + direction
                        + " LIMIT ?",
                arguments);
    }
}
