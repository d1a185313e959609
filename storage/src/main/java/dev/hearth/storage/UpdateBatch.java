package dev.hearth.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of rows on the writer's connection that are sent many at a time: a server at the other end of a network
 * answers a statement's rows at once instead of row by row. Statements are prepared once, and end with the connection.
 *
 * <p>Changes of one row are made in their order; those of different rows in any. Whoever reads calls {@link #flush}
 * first, and whoever fails calls {@link #clear}.
 */
final class UpdateBatch {

    /** The most changes that wait; the next one sends them. */
    private static final int MAX_WAITING = 512;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Set<PreparedStatement> filled = new LinkedHashSet<>();
    private final Set<Object> rows = new HashSet<>();
    private int waiting;

    UpdateBatch(Connection connection) {
        this.connection = connection;
    }

    /** {@code known} when it is of {@code connection}, else a new one. */
    static UpdateBatch of(@Nullable UpdateBatch known, Connection connection) {
        return known != null && known.isOf(connection) ? known : new UpdateBatch(connection);
    }

    boolean isOf(Connection other) {
        return connection == other;
    }

    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        return known;
    }

    /** @param row which row of which table the statement changes, by equality */
    void add(Object row, String sql, @Nullable Object... arguments) throws SQLException {
        if (waiting == MAX_WAITING || !rows.add(row)) {
            flush();
            rows.add(row);
        }
        PreparedStatement statement = statement(sql);
        Sql.bind(statement, arguments);
        statement.addBatch();
        filled.add(statement);
        waiting++;
    }

    /** At once, after all that waits; the number of rows that it changed. */
    int update(String sql, @Nullable Object... arguments) throws SQLException {
        flush();
        PreparedStatement statement = statement(sql);
        Sql.bind(statement, arguments);
        return statement.executeUpdate();
    }

    boolean isWaiting(Object row) {
        return rows.contains(row);
    }

    void flush() throws SQLException {
        for (PreparedStatement each : filled) {
            each.executeBatch();
        }
        filled.clear();
        rows.clear();
        waiting = 0;
    }

    /** Forgets what waits, because its unit of work is undone. */
    void clear() throws SQLException {
        for (PreparedStatement each : filled) {
            each.clearBatch();
        }
        filled.clear();
        rows.clear();
        waiting = 0;
    }
}
