package dev.hearth.storage;

import dev.hearth.core.Tasks;
import dev.hearth.core.Time;
import dev.hearth.services.leasing.Lease;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The store's database: one writer that commits in groups, and a few readers.
 *
 * <p>A unit of work that throws is rolled back alone; what it threw reaches its caller: a {@link RuntimeException} as
 * it is, an {@link java.sql.SQLException} wrapped in {@link StorageException}.
 */
public interface Database extends AutoCloseable {

    /**
     * Opens, and makes or migrates, the SQLite database in {@code file}.
     *
     * @param file the database file; its folder is made when missing
     * @param tasks starts the writer, one task that lasts until {@link #close}. It spends its time in native calls,
     *     which hold a virtual thread's carrier: give it a platform thread
     * @throws StorageException when the file cannot be opened or migrated
     */
    static Database sqlite(Path file, Tasks tasks) {
        return SqliteDatabase.open(file, new Gather(null), tasks);
    }

    /** As {@link #sqlite(Path, Tasks)}, with a writer that waits a moment for the writes that it expects. */
    static Database sqlite(Path file, Time time, Tasks tasks) {
        return SqliteDatabase.open(file, new Gather(time), tasks);
    }

    /**
     * Opens, and makes or migrates, a database in PostgreSQL 15 or later.
     *
     * @param address {@code postgres://user:password@host:port/database}
     * @param tasks starts the writer, one task that lasts until {@link #close}
     * @throws IllegalArgumentException when {@code address} has another form
     * @throws StorageException when the server is not reached, is too old, refuses the login, or another Hearth uses
     *     the database
     */
    static Database postgres(String address, Tasks tasks) {
        return PostgresDatabase.open(PostgresAddress.of(address), null, new Gather(null), tasks);
    }

    /**
     * As {@link #postgres(String, Tasks)}, for the holder of a lease of {@link ClusterLeases}: whoever writes under an
     * older one is cut off, and as soon as the lease is another's every write is refused. The writer waits a moment for
     * the writes that it expects.
     *
     * @throws StorageException also when {@code fence} is not current
     */
    static Database postgres(String address, Lease fence, Time time, Tasks tasks) {
        return PostgresDatabase.open(PostgresAddress.of(address), fence, new Gather(time), tasks);
    }

    /**
     * Whether {@code address} has the form that {@link #postgres} takes.
     *
     * @return the address without its password, for people
     * @throws IllegalArgumentException what is wrong with it
     */
    static String requirePostgres(String address) {
        return PostgresAddress.of(address).toString();
    }

    /**
     * Runs {@code unit} on the writer and returns once its group's commit is durable. Waits at most
     * {@link #QUEUE_WAIT_MILLIS} for a place in the queue.
     *
     * @throws dev.hearth.core.FaultException UNAVAILABLE when the queue stayed full; nothing was done
     */
    <T extends @Nullable Object> T write(SqlWork<T> unit);

    /**
     * As {@link #write}, but returns as soon as {@code unit} has a place in the queue; the stage completes after the
     * durable commit, on the writer: what is chained to it must be short and must not write.
     */
    <T extends @Nullable Object> CompletionStage<T> submit(SqlWork<T> unit);

    /** As {@link #submit}, but never waits: UNAVAILABLE when the queue is full. */
    <T extends @Nullable Object> CompletionStage<T> trySubmit(SqlWork<T> unit);

    /** Tells the writer, which may wait for it, that one more write came for a unit that takes along what comes. */
    void joined();

    /** Runs {@code query} on the caller's thread, over one snapshot of the committed units. It cannot write. */
    <T extends @Nullable Object> T read(SqlWork<T> query);

    /**
     * Runs one query on the caller's thread by a statement that is kept prepared, which sees what is committed when it
     * begins. For those that come so often that preparing them and a snapshot of their own would be most of their cost.
     *
     * @param sql one of a few texts; it cannot write
     */
    <T extends @Nullable Object> T lookUp(String sql, StatementWork<T> query);

    /** What is done with a statement, which is used again: it closes its results. */
    @FunctionalInterface
    interface StatementWork<T extends @Nullable Object> {
        T run(PreparedStatement statement) throws SQLException;
    }

    /** Whether nobody else can change what is in it. */
    boolean isAlone();

    /**
     * Gives the database up at once, because another process writes it now: what is queued or under way is refused, and
     * nothing waits for a server that may not answer.
     */
    void abandon();

    /** Commits what is queued, then closes. Later calls are refused with {@link IllegalStateException}. */
    @Override
    void close();

    /** The most units of work that wait for the writer. */
    int WRITE_QUEUE_UNITS = 1_024;

    /** The most units of work that share one commit. */
    int WRITE_GROUP_UNITS = 256;

    /** The longest that a caller waits for a place in the write queue, or for a reader, in milliseconds. */
    long QUEUE_WAIT_MILLIS = 10_000;

    /** The most queries at once. */
    int READERS = 4;

    /** The most of {@link #lookUp} at once, beside them. */
    int LOOK_UPS = 3;

    /** Statements that a connection for them keeps prepared. */
    int KEPT_STATEMENTS = 32;
}
