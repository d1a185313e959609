package dev.hearth.storage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One end of a transfer: a store of this program's schema, opened by nobody else, without a transaction of its own. */
final class TransferEnd implements AutoCloseable {

    /** The most rows that one read or one commit takes. */
    static final int CHUNK_ROWS = 4_096;

    /** The bytes of text and blobs that one of them should hold. A row may have more. */
    static final long CHUNK_BYTES = 4L << 20;

    /** How many rows are read before it is known how long they are. */
    private static final int FIRST_ROWS = 16;

    private final StorePlace place;
    private final Connection connection;
    private int rowsAtOnce = FIRST_ROWS;

    private TransferEnd(StorePlace place, Connection connection) {
        this.place = place;
        this.connection = connection;
    }

    /** Opens it, and makes or migrates its tables. */
    static TransferEnd open(StorePlace place) {
        try {
            Connection connection = switch (place) {
                case StorePlace.InFile(var file) -> SqliteDatabase.forTransfer(file);
                case StorePlace.InPostgres(var address) -> PostgresDatabase.forTransfer(PostgresAddress.of(address));
            };
            return new TransferEnd(place, connection);
        } catch (SQLException | IOException e) {
            throw new StorageException("cannot open " + place + ": " + e.getMessage(), e);
        }
    }

    Connection connection() {
        return connection;
    }

    List<TableShape> tables() throws SQLException {
        return TableShape.all(connection);
    }

    long count(TableShape table) throws SQLException {
        return Sql.first(connection, "SELECT COUNT(*) FROM " + table.name(), row -> row.getLong(1))
                .orElse(0L);
    }

    /** Whether any table has a row; those without a key have theirs from the scripts. */
    boolean isEmpty() throws SQLException {
        for (TableShape table : tables()) {
            if (table.keyed()
                    && Sql.first(connection, "SELECT 1 FROM " + table.name() + " LIMIT 1", row -> true)
                            .isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** The row with the highest key, or null. */
    @Nullable
    Object @Nullable [] last(TableShape table) throws SQLException {
        return Sql.first(connection, table.last(), table::row).orElse(null);
    }

    /** Some rows in the order of the key, those behind {@code after}; of a table without a key all. */
    List<@Nullable Object[]> chunk(TableShape table, @Nullable Object @Nullable [] after) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(table.select(after != null))) {
            int place = after == null ? 1 : table.bindKey(select, 1, after);
            select.setInt(place, table.keyed() ? rowsAtOnce : Integer.MAX_VALUE);
            try (ResultSet rows = select.executeQuery()) {
                List<@Nullable Object[]> found = new ArrayList<>();
                long bytes = 0;
                while (rows.next()) {
                    Object[] row = table.row(rows);
                    bytes += bytes(row);
                    found.add(row);
                }
                rowsAtOnce = bytes > CHUNK_BYTES
                        ? Math.max(1, rowsAtOnce / 4)
                        : bytes < CHUNK_BYTES / 4 ? Math.min(CHUNK_ROWS, rowsAtOnce * 2) : rowsAtOnce;
                return found;
            }
        }
    }

    /** The bytes of a row's text and blobs, roughly. */
    static long bytes(@Nullable Object[] row) {
        long bytes = 0;
        for (Object value : row) {
            bytes += switch (value) {
                case String text -> text.length();
                case byte[] blob -> blob.length;
                case null, default -> 0;
            };
        }
        return bytes;
    }

    /** Adds {@code rows} in a transaction; those that are there stay. */
    void add(TableShape table, List<@Nullable Object[]> rows) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(table.insert())) {
            if (!table.keyed()) {
                Sql.update(connection, "DELETE FROM " + table.name());
            }
            for (Object[] row : rows) {
                Sql.bind(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Reads a whole table in the order of its key. */
    StoreTransfer.TableSum sum(TableShape table, Consumer<Long> progress) throws SQLException {
        RowDigest digest = new RowDigest();
        long read = 0;
        Object @Nullable [] after = null;
        List<@Nullable Object[]> rows = chunk(table, null);
        while (!rows.isEmpty()) {
            rows.forEach(digest::add);
            after = rows.getLast();
            read += rows.size();
            progress.accept(read);
            rows = table.keyed() ? chunk(table, after) : List.of();
        }
        return digest.sum(table.name());
    }

    /** For people, without a password. */
    @Override
    public String toString() {
        return place.toString();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StorageException("cannot close " + place, e);
        }
    }
}
