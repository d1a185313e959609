package dev.hearth.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hearth.core.Tasks;
import dev.hearth.services.leasing.Lease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens a {@link Database} in PostgreSQL 15 or later. One Hearth at a time writes: its writer's session holds an
 * advisory
 * lock, and a session that cannot have the lock does not write.
 */
final class PostgresDatabase {

    /** The oldest server that is known to work. */
    static final int OLDEST_MAJOR = 15;

    /** The advisory lock of whoever writes: "Hearth" in ASCII. */
    private static final long WRITER_LOCK = 0x4865_6172_7468L;

    /** Who holds that lock in this database, if somebody does, is cut off. A session may end those of its own user. */
    private static final String END_PREDECESSOR = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE"
            + " locktype = 'advisory' AND granted AND objsubid = 1 AND classid::BIGINT = " + (WRITER_LOCK >>> 32)
            + " AND objid::BIGINT = " + (WRITER_LOCK & 0xFFFF_FFFFL)
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND pid <> pg_backend_pid()";

    /**
     * How long the writer waits for the lock of a predecessor whose end the server has not noticed, in milliseconds.
     */
    private static final int LOCK_WAIT_MILLIS = 5_000;

    /** The longest wait for a connection, in seconds. */
    private static final int CONNECT_SECONDS = 5;

    /** The longest silence of the server within a statement before its connection counts as dead, in seconds. */
    private static final int SILENCE_SECONDS = 30;

    private PostgresDatabase() {}

    /** @param fence the cluster's lease, of whose holder the database is; null where there is no cluster */
    static Database open(PostgresAddress address, @Nullable Lease fence, Gather gather, Tasks tasks) {
        PGSimpleDataSource source = source(address);
        try {
            checkVersion(source);
            if (fence != null) {
                refuseOlder(source, fence);
            }
            Migrations.bringUpPostgres(source);
            refuseHalfFilled(source);
            GroupCommit writer = new GroupCommit(new Writing(source, fence), gather);
            return EngineDatabase.start(writer, readers(source), false, tasks);
        } catch (SQLException | IOException e) {
            throw new StorageException("cannot open " + address + ": " + e.getMessage(), e);
        }
    }

    /** @param source where its connection comes from */
    private record Writing(
            PGSimpleDataSource source, @Nullable Lease fence) implements GroupCommit.Opener {

        @Override
        public Connection open() throws SQLException {
            return fence == null ? writerConnection(source) : fencedConnection(source, fence);
        }

        @Override
        public boolean isFar() {
            return true;
        }
    }

    private static void refuseHalfFilled(PGSimpleDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            CopyMark.refuse(connection);
        }
    }

    /** A connection for a transfer, over tables that are up to date; while it is open no Hearth can write. */
    static Connection forTransfer(PostgresAddress address) throws SQLException, IOException {
        PGSimpleDataSource source = source(address);
        checkVersion(source);
        Migrations.bringUpPostgres(source);
        Connection connection = writerConnection(source);
        connection.setAutoCommit(true);
        return connection;
    }

    static PGSimpleDataSource source(PostgresAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setApplicationName("hearth");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SILENCE_SECONDS);
        source.setTcpKeepAlive(true);
        // One statement carries many rows of a batch.
        source.setReWriteBatchedInserts(true);
        address.parameters().forEach((name, value) -> parameter(source, name, value));
        return source;
    }

    private static void parameter(PGSimpleDataSource source, String name, String value) {
        try {
            source.setProperty(name, value);
        } catch (SQLException e) {
            throw new IllegalArgumentException("The store's address has a parameter that is not known: " + name, e);
        }
    }

    private static void checkVersion(PGSimpleDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < OLDEST_MAJOR) {
                throw new SQLException("PostgreSQL " + OLDEST_MAJOR + " or later is needed, and this is " + major);
            }
        }
    }

    private static Connection writerConnection(PGSimpleDataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            // What was acknowledged is on the server's disk, whatever its default is.
            statement.execute("SET synchronous_commit = on");
            statement.execute("SET lock_timeout = " + LOCK_WAIT_MILLIS);
            statement.execute("SELECT pg_advisory_lock(" + WRITER_LOCK + ")");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw "55P03".equals(e.getSQLState())
                    ? new SQLException("another Hearth uses this store; stop it first", e.getSQLState(), e)
                    : e;
        }
    }

    /** Ends the writer of whoever held the lease before: what it has not committed by now it never will. */
    private static void refuseOlder(PGSimpleDataSource source, Lease fence) throws SQLException {
        fencedConnection(source, fence).close();
    }

    /**
     * The writer's connection of the lease's holder. The advisory lock is the fence: who has it alone writes, and the
     * lease is looked at while it is had. It can only move on when its next holder has ended this session.
     */
    private static Connection fencedConnection(PGSimpleDataSource source, Lease fence) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
            statement.execute("SET lock_timeout = " + LOCK_WAIT_MILLIS);
            requireCurrent(connection, fence);
            statement.execute(END_PREDECESSOR);
            statement.execute("SELECT pg_advisory_lock(" + WRITER_LOCK + ")");
            requireCurrent(connection, fence);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void requireCurrent(Connection connection, Lease fence) throws SQLException {
        if (!PostgresLeases.isCurrent(connection, fence)) {
            throw new SQLException("another host of the cluster has taken over; this one's lease, token "
                    + fence.token() + ", is over");
        }
    }

    private static HikariDataSource readers(PGSimpleDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("storage-readers");
        config.setMaximumPoolSize(Database.READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Database.QUEUE_WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }
}
