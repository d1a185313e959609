package dev.hearth.storage;

import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * {@link ClusterLeases} over a connection of its own, which is not the writer's: a lease is renewed while the writer
 * waits. Its table is made by itself, because who may bring the others up to date is what it decides.
 */
final class PostgresLeases implements ClusterLeases {

    static final String TABLE = "cluster_lease";

    private static final String NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT";

    private static final String CREATE = "CREATE TABLE IF NOT EXISTS " + TABLE
            + " (resource TEXT COLLATE \"C\" NOT NULL PRIMARY KEY, holder TEXT COLLATE \"C\" NOT NULL,"
            + " token BIGINT NOT NULL, expires_ms BIGINT NOT NULL)";

    private static final String GRANT = "INSERT INTO " + TABLE + " AS l (resource, holder, token, expires_ms)"
            + " VALUES (?, ?, 1, " + NOW + " + ?) ON CONFLICT (resource) DO UPDATE SET holder = excluded.holder,"
            + " token = l.token + 1, expires_ms = excluded.expires_ms WHERE l.expires_ms <= " + NOW
            + " RETURNING token";

    private static final String MINE = " WHERE resource = ? AND holder = ? AND token = ?";

    private final PGSimpleDataSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection open;

    PostgresLeases(PostgresAddress address) {
        this.source = PostgresDatabase.source(address);
        int seconds = Math.ceilDiv(PATIENCE_MILLIS, 1_000);
        source.setConnectTimeout(seconds);
        source.setSocketTimeout(seconds);
        source.setApplicationName("hearth-cluster");
    }

    /** One after the other; whatever fails costs the connection, so that nothing late is taken for an answer. */
    private <T> T with(SqlWork<T> work) {
        lock.lock();
        try {
            Connection connection = open;
            if (connection == null || connection.isClosed()) {
                connection = source.getConnection();
                open = connection;
                prepare(connection);
            }
            return work.run(connection);
        } catch (SQLException e) {
            abandon();
            throw new StorageException("the cluster's leases are out of reach", e);
        } finally {
            lock.unlock();
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        // The driver's own setting knows whole seconds only.
        connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
            statement.execute("SET statement_timeout = " + PATIENCE_MILLIS);
            try {
                statement.execute(CREATE);
            } catch (SQLException e) {
                // Two that make it together: one of them hears that its name is taken.
                if (!"23505".equals(e.getSQLState()) && !"42P07".equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private void abandon() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException ignored) {
                // It is given up in any case.
            }
        }
    }

    @Override
    public Optional<Lease> grant(String resource, String holder, Duration term) {
        return with(connection -> Sql.first(
                connection,
                GRANT,
                row -> new Lease(resource, holder, row.getLong(1)),
                resource,
                holder,
                term.toMillis()));
    }

    @Override
    public List<Lease> renew(Collection<Lease> leases, Duration term) {
        return with(connection -> {
            List<Lease> held = new ArrayList<>();
            for (Lease lease : leases) {
                String change = "UPDATE " + TABLE + " SET expires_ms = " + NOW + " + " + term.toMillis();
                if (update(connection, change, lease) == 1) {
                    held.add(lease);
                }
            }
            return held;
        });
    }

    @Override
    public void release(Lease lease) {
        with(connection -> update(connection, "UPDATE " + TABLE + " SET expires_ms = 0, holder = ''", lease));
    }

    private static int update(Connection connection, String change, Lease lease) throws SQLException {
        return Sql.update(connection, change + MINE, lease.resource(), lease.holder(), lease.token());
    }

    @Override
    public List<ClusterHost> hosts() {
        return with(connection ->
                Sql.first(connection, "SELECT 1 WHERE to_regclass('cluster_host') IS NOT NULL", row -> true)
                                .isPresent()
                        ? Sql.list(connection, SqlHosts.ALL, SqlHosts::row)
                        : List.of());
    }

    @Override
    public boolean isCurrent(Lease lease) {
        return with(connection -> isCurrent(connection, lease));
    }

    /** The same on a connection of the caller's. */
    static boolean isCurrent(Connection connection, Lease lease) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM " + TABLE + MINE,
                        row -> true,
                        lease.resource(),
                        lease.holder(),
                        lease.token())
                .isPresent();
    }

    @Override
    public List<Granted> granted() {
        return with(connection -> Sql.list(
                connection,
                "SELECT resource, holder, token, expires_ms FROM " + TABLE + " WHERE holder <> '' ORDER BY resource",
                row -> new Granted(
                        new Lease(row.getString(1), row.getString(2), row.getLong(3)),
                        Instant.ofEpochMilli(row.getLong(4)))));
    }

    @Override
    public void endOthers(String holder) {
        with(connection -> Sql.update(
                connection, "UPDATE " + TABLE + " SET expires_ms = 0, holder = '' WHERE holder <> ?", holder));
    }

    @Override
    public boolean answers() {
        try {
            return with(
                    connection -> Sql.first(connection, "SELECT 1", row -> true).isPresent());
        } catch (StorageException silent) {
            return false;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            abandon();
        } finally {
            lock.unlock();
        }
    }
}
