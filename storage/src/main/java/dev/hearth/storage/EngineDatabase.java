package dev.hearth.storage;

import com.zaxxer.hikari.HikariDataSource;
import dev.hearth.core.Tasks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Database} over any engine: a {@link GroupCommit} that writes and a pool of connections that read. */
final class EngineDatabase implements Database {

    /** Rows that PostgreSQL sends at once. */
    private static final int FETCH_ROWS = 100;

    private final GroupCommit writer;
    private final HikariDataSource readers;
    private final boolean alone;
    private final @Nullable LookUps lookUps;
    private final Tasks tasks;

    private EngineDatabase(GroupCommit writer, HikariDataSource readers, boolean file, Tasks tasks) {
        this.writer = writer;
        this.readers = readers;
        this.alone = file;
        this.tasks = tasks;
        // A server's driver keeps statements itself.
        this.lookUps = file ? new LookUps(readers) : null;
    }

    /**
     * @param file whether it is in a file of this process's, and not at a server
     * @param tasks starts the writer, and ends readers that are abandoned
     */
    static EngineDatabase start(GroupCommit writer, HikariDataSource readers, boolean file, Tasks tasks) {
        EngineDatabase database = new EngineDatabase(writer, readers, file, tasks);
        tasks.start("storage-writer", writer::run);
        return database;
    }

    @Override
    public <T extends @Nullable Object> T write(SqlWork<T> unit) {
        CompletableFuture<T> done = writer.submit(unit, QUEUE_WAIT_MILLIS);
        try {
            return done.join();
        } catch (CompletionException e) {
            throw unwrapped(e.getCause());
        }
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> submit(SqlWork<T> unit) {
        return unwrapping(writer.submit(unit, QUEUE_WAIT_MILLIS));
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> trySubmit(SqlWork<T> unit) {
        return unwrapping(writer.submit(unit, 0));
    }

    @Override
    public void joined() {
        writer.joined();
    }

    private static <T extends @Nullable Object> CompletionStage<T> unwrapping(CompletionStage<T> done) {
        return done.exceptionally(thrown -> {
            throw unwrapped(thrown);
        });
    }

    @Override
    public <T extends @Nullable Object> T read(SqlWork<T> query) {
        if (readers.isClosed()) {
            throw new IllegalStateException("the database is closed");
        }
        try (Connection connection = readers.getConnection()) {
            T found = query.run(connection);
            connection.rollback();
            return found;
        } catch (SQLException e) {
            throw new StorageException("a query failed", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T lookUp(String sql, StatementWork<T> query) {
        if (readers.isClosed()) {
            throw new IllegalStateException("the database is closed");
        }
        LookUps kept = lookUps;
        if (kept != null) {
            return kept.run(sql, query);
        }
        return read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(FETCH_ROWS);
                return query.run(statement);
            }
        });
    }

    @Override
    public boolean isAlone() {
        return alone;
    }

    @Override
    public void abandon() {
        writer.abandon();
        // The pool waits for connections that it is just making, to a server that may be out of reach.
        tasks.start("storage-abandoned", this::closeReaders);
    }

    @Override
    public void close() {
        closeReaders();
        writer.close();
    }

    private void closeReaders() {
        if (lookUps != null) {
            lookUps.close();
        }
        readers.close();
    }

    private static RuntimeException unwrapped(@Nullable Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null -> new StorageException("a write failed", new IllegalStateException());
            default -> new StorageException("a write failed", thrown);
        };
    }
}
