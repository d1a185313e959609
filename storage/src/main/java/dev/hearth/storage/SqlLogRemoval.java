package dev.hearth.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Removes blocks of events, the oldest first and only so many at a time, and takes their bytes off their group. */
final class SqlLogRemoval {

    private static final String GROUP = "group_id = ?";
    private static final String STREAM = "stream_id = ?";

    private record Garbage(long group, long stream) {}

    private record Block(long sequence, long bytes) {}

    private SqlLogRemoval() {}

    /** Blocks that ended before {@code beforeMillis}. */
    static int ofGroup(Connection connection, long groupId, long beforeMillis, int limit) throws SQLException {
        return remove(connection, GROUP, groupId, groupId, beforeMillis, limit);
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
                    ? remove(connection, GROUP, group, group, Long.MAX_VALUE, limit)
                    : remove(connection, STREAM, stream, group, Long.MAX_VALUE, limit);
            if (removed > 0) {
                return removed;
            }
            Sql.update(connection, "DELETE FROM log_garbage WHERE group_id = ? AND stream_id = ?", group, stream);
        }
    }

    private static int remove(
            Connection connection, String owner, long ownerId, long groupId, long beforeMillis, int limit)
            throws SQLException {
        List<Block> blocks = Sql.list(
                connection,
                "SELECT first_sequence, stored_bytes FROM log_block WHERE " + owner
                        + " AND first_timestamp_ms < ? AND last_timestamp_ms < ?"
                        + " ORDER BY first_timestamp_ms, first_sequence LIMIT ?",
                row -> new Block(row.getLong(1), row.getLong(2)),
                ownerId,
                beforeMillis,
                beforeMillis,
                limit);
        for (Block block : blocks) {
            Sql.update(
                    connection,
                    "DELETE FROM log_block WHERE group_id = ? AND first_sequence = ?",
                    groupId,
                    block.sequence);
        }
        long bytes = blocks.stream().mapToLong(Block::bytes).sum();
        Sql.update(connection, "UPDATE log_group SET stored_bytes = stored_bytes - ? WHERE id = ?", bytes, groupId);
        return blocks.size();
    }
}
