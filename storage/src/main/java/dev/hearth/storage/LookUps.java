package dev.hearth.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections that {@link Database#lookUp} has to itself, out of the readers, each opened when one is first needed. One
 * that failed is thrown away with its statements.
 */
final class LookUps {

    private final HikariDataSource readers;
    private final Semaphore turns = new Semaphore(Database.LOOK_UPS);
    private final Deque<Kept> free = new ArrayDeque<>();
    private boolean closed;

    LookUps(HikariDataSource readers) {
        this.readers = readers;
    }

    <T extends @Nullable Object> T run(String sql, Database.StatementWork<T> query) {
        Kept kept = take();
        boolean fine = false;
        try {
            T found = query.run(kept.statement(sql));
            fine = true;
            return found;
        } catch (SQLException e) {
            throw new StorageException("a query failed", e);
        } finally {
            give(kept, fine);
        }
    }

    private Kept take() {
        try {
            if (!turns.tryAcquire(Database.QUEUE_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new StorageException("no reader was free in time", new SQLException("busy"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted", e);
        }
        synchronized (free) {
            Kept kept = free.pollLast();
            if (kept != null) {
                return kept;
            }
        }
        boolean opened = false;
        try {
            Connection connection = readers.getConnection();
            // Each statement is a snapshot of its own.
            connection.setAutoCommit(true);
            opened = true;
            return new Kept(connection);
        } catch (SQLException e) {
            throw new StorageException("cannot open a reader", e);
        } finally {
            if (!opened) {
                turns.release();
            }
        }
    }

    private void give(Kept kept, boolean fine) {
        boolean keep = fine;
        synchronized (free) {
            if (fine && !closed) {
                free.addLast(kept);
            } else {
                keep = false;
            }
        }
        if (!keep) {
            readers.evictConnection(kept.connection);
            kept.close();
        }
        turns.release();
    }

    /** Gives the connections back that nobody uses, and later the others. */
    void close() {
        synchronized (free) {
            closed = true;
            free.forEach(Kept::close);
            free.clear();
        }
    }

    /** One connection, for one query at a time. */
    private static final class Kept {

        private final Connection connection;
        private final LinkedHashMap<String, PreparedStatement> statements =
                new LinkedHashMap<>(Database.KEPT_STATEMENTS, 0.75f, true);

        Kept(Connection connection) {
            this.connection = connection;
        }

        PreparedStatement statement(String sql) throws SQLException {
            PreparedStatement known = statements.get(sql);
            if (known == null) {
                if (statements.size() == Database.KEPT_STATEMENTS) {
                    statements.pollFirstEntry().getValue().close();
                }
                known = connection.prepareStatement(sql);
                statements.put(sql, known);
            }
            return known;
        }

        void close() {
            try {
                connection.close();
            } catch (SQLException broken) {
                // It is gone in any case.
            }
        }
    }
}
