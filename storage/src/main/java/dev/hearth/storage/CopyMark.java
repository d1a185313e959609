package dev.hearth.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The mark of a store that a transfer is filling: what it comes from. No Hearth opens a store that carries it. */
final class CopyMark {

    static final String TABLE = "hearth_copy";

    private CopyMark() {}

    static Optional<String> of(Connection connection) throws SQLException {
        try (ResultSet found = connection.getMetaData().getTables(null, connection.getSchema(), TABLE, null)) {
            if (!found.next()) {
                return Optional.empty();
            }
        }
        return Sql.first(connection, "SELECT source FROM " + TABLE, row -> row.getString(1));
    }

    static void set(Connection connection, String source) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + TABLE + " (source TEXT NOT NULL)");
        }
        Sql.update(connection, "INSERT INTO " + TABLE + " (source) VALUES (?)", source);
    }

    static void remove(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + TABLE);
        }
    }

    /** @throws StorageException when a transfer into this store is not over */
    static void refuse(Connection connection) throws SQLException {
        Optional<String> source = of(connection);
        if (source.isPresent()) {
            throw new StorageException(
                    "this store is only half filled from " + source.get()
                            + ": run the same 'hearth store' command again, it goes on where it was",
                    new IllegalStateException());
        }
    }
}
