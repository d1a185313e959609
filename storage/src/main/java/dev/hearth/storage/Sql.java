package dev.hearth.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few lines of JDBC that every query repeats. Only SQL that both SQLite and PostgreSQL understand goes through
 * here.
 */
final class Sql {

    /** Reads one row; the cursor stands on it. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    /** A unit of work of one statement. */
    private record One(String sql, List<@Nullable Object> arguments) implements SqlWork<Integer> {

        @Override
        public Integer run(Connection connection) throws SQLException {
            return update(connection, sql, arguments.toArray());
        }

        @Override
        public boolean isOneStatement() {
            return true;
        }
    }

    /** The unit of work that is {@code sql} alone: the number of rows that it changed. */
    static SqlWork<Integer> one(String sql, @Nullable Object... arguments) {
        return new One(sql, Arrays.asList(arguments));
    }

    /** The number of rows that {@code sql} changed. */
    static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row.read(rows));
                }
                return found;
            }
        }
    }

    /** The first row, if there is one. */
    static <T> Optional<T> first(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
            }
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }
}
