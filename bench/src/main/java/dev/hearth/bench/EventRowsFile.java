package dev.hearth.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * Rows of events in an SQLite file, written by the same driver and with the same settings as Hearth's own, and by
 * nothing else: the limit of accepting, and a quick way to queues that are full.
 */
final class EventRowsFile implements AutoCloseable {

    /** As {@code V0021__events.sql} makes it. */
    private static final List<String> TABLE = List.of(
            "CREATE TABLE event (id INTEGER NOT NULL PRIMARY KEY, queue INTEGER NOT NULL, due_ms BIGINT NOT NULL,"
                    + " accepted_ms BIGINT NOT NULL, request_id TEXT NOT NULL, function_name TEXT NOT NULL,"
                    + " qualifier TEXT NOT NULL, failures INTEGER NOT NULL, refusals INTEGER NOT NULL, context TEXT,"
                    + " outcome TEXT, payload BLOB NOT NULL)",
            "CREATE INDEX event_by_due ON event (queue, due_ms, id, function_name)");

    private static final String INSERT = "INSERT INTO event (id, queue, due_ms, accepted_ms, request_id, function_name,"
            + " qualifier, failures, refusals, payload) VALUES (?, ?, ?, ?, ?, ?, '', 0, 0, ?)";

    private static final int FILL_GROUP = 10_000;
    private static final double NANOS = 1e9;

    private final Connection connection;
    private long nextId;

    private EventRowsFile(Connection connection, long nextId) {
        this.connection = connection;
        this.nextId = nextId;
    }

    /** A file of its own. */
    static EventRowsFile create(Path file) {
        try {
            EventRowsFile rows = new EventRowsFile(open(file), 1);
            try (Statement statement = rows.connection.createStatement()) {
                for (String each : TABLE) {
                    statement.execute(each);
                }
            }
            rows.connection.commit();
            return rows;
        } catch (SQLException e) {
            throw new BenchException("cannot make " + file, e);
        }
    }

    /** The file of a Hearth that does not run. */
    static EventRowsFile of(Path file) {
        try {
            Connection connection = open(file);
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT COALESCE(MAX(id), 0) + 1 FROM event")) {
                row.next();
                return new EventRowsFile(connection, row.getLong(1));
            }
        } catch (SQLException e) {
            throw new BenchException("cannot open " + file, e);
        }
    }

    private static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA temp_store = MEMORY");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** Commits groups of {@code group} rows for {@code seconds}; answers the rows per second. */
    double rate(int group, double seconds, byte[] payload) {
        long start = System.nanoTime();
        long rows = 0;
        try {
            while (System.nanoTime() - start < seconds * NANOS) {
                insert("raw", group, payload);
                rows += group;
            }
        } catch (SQLException e) {
            throw new BenchException("cannot write rows", e);
        }
        return rows / ((System.nanoTime() - start) / NANOS);
    }

    /** Adds {@code events} of a function that are due at once. */
    void fill(String function, int events, byte[] payload) {
        try {
            for (int left = events; left > 0; left -= FILL_GROUP) {
                insert(function, Math.min(left, FILL_GROUP), payload);
            }
        } catch (SQLException e) {
            throw new BenchException("cannot fill the queues", e);
        }
    }

    private void insert(String function, int rows, byte[] payload) throws SQLException {
        long now = System.currentTimeMillis();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < rows; i++) {
                insert.setLong(1, nextId);
                insert.setInt(2, (int) (nextId & 3));
                insert.setLong(3, now);
                insert.setLong(4, now);
                insert.setString(5, new UUID(nextId, nextId).toString());
                insert.setString(6, function);
                insert.setBytes(7, payload);
                insert.executeUpdate();
                nextId++;
            }
        }
        connection.commit();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new BenchException("cannot close the rows", e);
        }
    }
}
