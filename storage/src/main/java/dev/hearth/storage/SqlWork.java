package dev.hearth.storage;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work on the database, applied wholly or not at all. It neither commits, rolls back nor keeps the
 * connection, and it is short: the other writers wait for it.
 */
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {

    T run(Connection connection) throws SQLException;

    /**
     * Whether {@link #run} executes one statement at most, once: then it needs no transaction around it, which saves a
     * server a round trip. Asked on the writer, just before.
     */
    default boolean isOneStatement() {
        return false;
    }

    /** How many writes it is when it gets its place; {@link Database#joined} tells of those that it takes along. */
    default int writes() {
        return 1;
    }
}
