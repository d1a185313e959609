package dev.hearth.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement that lives as long as its connection: the writer's alone, whose connection ends when a commit fails. */
record KeptStatement(Connection connection, PreparedStatement statement) {

    /** {@code known} when it is this connection's, else a new one. */
    static KeptStatement of(@Nullable KeptStatement known, Connection connection, String sql) throws SQLException {
        return known != null && known.connection == connection
                ? known
                : new KeptStatement(connection, connection.prepareStatement(sql));
    }
}
