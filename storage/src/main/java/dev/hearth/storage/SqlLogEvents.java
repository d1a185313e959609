package dev.hearth.storage;

import dev.hearth.services.logs.EventBlock;
import dev.hearth.services.logs.EventCursor;
import dev.hearth.services.logs.LogStore.EventChunk;
import dev.hearth.services.logs.LogStore.EventScan;
import dev.hearth.services.logs.LogStore.Streams;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in order: walks the blocks that may overlap the range in the order of their first events, one stream's
 * by the stream index, everything else along the group, and lets a {@link SqlLogPage} gather their events. As no
 * block is longer than {@link EventBlock#SPAN_MILLIS}, the walk begins only so long before the range, and ends where
 * no further block can have an event for the page. The stream's name is looked up row by row, and stream conditions
 * carry a {@code +}, so that no planner is tempted to start from the streams and sort.
 */
final class SqlLogEvents {

    /** Rows that a driver may read ahead; blocks are looked at one by one. */
    private static final int ROWS_AHEAD = 100;

    private static final String BLOCK =
            "SELECT e.group_id, e.first_sequence, e.last_sequence, e.first_timestamp_ms, e.last_timestamp_ms,"
                    + " (SELECT s.name FROM log_stream s WHERE s.id = e.stream_id) FROM log_block e WHERE ";
    private static final String RANGE = " AND e.first_timestamp_ms >= ?"
            + " AND (e.first_timestamp_ms, e.first_sequence) < (?, ?)"
            + " AND (e.last_timestamp_ms, e.last_sequence) > (?, ?)";

    /** A query with its arguments. */
    record Query(String sql, List<@Nullable Object> arguments) {}

    /** A block's row without its events. */
    record Head(long groupId, EventCursor first, EventCursor last, String stream) {

        private static Head of(ResultSet row) throws SQLException {
            return new Head(
                    row.getLong(1),
                    new EventCursor(row.getLong(4), row.getLong(2)),
                    new EventCursor(row.getLong(5), row.getLong(3)),
                    row.getString(6));
        }
    }

    private SqlLogEvents() {}

    static EventChunk read(Connection connection, EventScan scan) throws SQLException {
        Optional<Query> query = query(connection, scan);
        if (query.isEmpty()) {
            return new EventChunk(List.of(), true);
        }
        SqlLogPage page = new SqlLogPage(scan);
        try (PreparedStatement statement = connection.prepareStatement(query.get().sql);
                PreparedStatement events = connection.prepareStatement(
                        "SELECT ingestion_ms, events FROM log_block WHERE group_id = ? AND first_sequence = ?")) {
            statement.setFetchSize(ROWS_AHEAD);
            Sql.bind(statement, query.get().arguments.toArray());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Head head = Head.of(rows);
                    if (page.endsBefore(head)) {
                        break;
                    }
                    if (page.wants(head)) {
                        add(page, head, events);
                    }
                }
            }
        }
        return page.chunk();
    }

    private static void add(SqlLogPage page, Head head, PreparedStatement events) throws SQLException {
        events.setLong(1, head.groupId);
        events.setLong(2, head.first.sequence());
        try (ResultSet row = events.executeQuery()) {
            if (row.next()) {
                page.add(head, row.getLong(1), row.getBytes(2));
            }
        }
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
                ownerId,
                after.timestampMillis() - EventBlock.SPAN_MILLIS,
                before.timestampMillis(),
                before.sequence(),
                after.timestampMillis(),
                after.sequence()));
        arguments.addAll(names);
        String direction = scan.descending() ? " DESC" : "";
        return new Query(
                BLOCK + owner + RANGE + streams + " ORDER BY e.first_timestamp_ms" + direction + ", e.first_sequence"
                        + direction,
                arguments);
    }
}
