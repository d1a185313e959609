package dev.hearth.storage;

import dev.hearth.neighbours.dynamodb.ItemChange;
import dev.hearth.neighbours.dynamodb.ItemKey;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.TableStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DynamoDB's statements on the writer's connection, each prepared once. */
final class ItemStatements implements TableStore.Reader {

    static final String ITEM = "SELECT item FROM dynamodb_item WHERE table_id = ? AND hk = ? AND rk = ?";

    private static final String PUT = "INSERT INTO dynamodb_item (table_id, hk, rk, item) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (table_id, hk, rk) DO UPDATE SET item = excluded.item";
    private static final String REMOVE = "DELETE FROM dynamodb_item WHERE table_id = ? AND hk = ? AND rk = ?";
    private static final String PUT_ENTRY = "INSERT INTO dynamodb_entry (index_id, hk, rk, item_hk, item_rk)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String REMOVE_ENTRY =
            "DELETE FROM dynamodb_entry" + " WHERE index_id = ? AND hk = ? AND rk = ? AND item_hk = ? AND item_rk = ?";
    private static final String APPEND = "INSERT INTO dynamodb_record (stream_id, sequence, record) VALUES (?, ?, ?)";
    private static final String REMEMBER = "INSERT INTO dynamodb_token (token, digest, expires_ms) VALUES (?, ?, ?)"
            + " ON CONFLICT (token) DO UPDATE SET digest = excluded.digest, expires_ms = excluded.expires_ms";
    private static final String SAVE = "INSERT INTO dynamodb_table (name, document) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET document = excluded.document";
    private static final String GARBAGE = "INSERT INTO dynamodb_garbage (id) VALUES (?) ON CONFLICT DO NOTHING";

    /** Statements that are kept open. */
    private static final int MAX_KEPT = 16;

    private final Connection connection;
    private final Sequences sequences;
    private final Map<String, PreparedStatement> kept = HashMap.newHashMap(MAX_KEPT);

    ItemStatements(Connection connection, Sequences sequences) {
        this.connection = connection;
        this.sequences = sequences;
    }

    boolean isOf(Connection other) {
        return connection == other;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = kept.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            kept.put(sql, known);
        }
        return known;
    }

    @Override
    public byte @Nullable [] item(long table, ItemKey key) {
        try {
            return item(statement(ITEM), table, key);
        } catch (SQLException e) {
            throw new StorageException("cannot read an item", e);
        }
    }

    static byte @Nullable [] item(PreparedStatement statement, long table, ItemKey key) throws SQLException {
        statement.setLong(1, table);
        statement.setBytes(2, key.hash());
        statement.setBytes(3, key.range());
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    @Override
    public byte @Nullable [] digest(String token, long nowMillis) {
        try {
            return Sql.first(
                            connection,
                            "SELECT digest FROM dynamodb_token WHERE token = ? AND expires_ms >= ?",
                            row -> row.getBytes(1),
                            token,
                            nowMillis)
                    .orElse(null);
        } catch (SQLException e) {
            throw new StorageException("cannot read a token", e);
        }
    }

    void apply(ItemChange change) throws SQLException {
        switch (change) {
            case ItemChange.Put(long table, ItemKey key, byte[] item) -> {
                PreparedStatement put = keyed(PUT, table, key);
                put.setBytes(4, item);
                put.executeUpdate();
            }
            case ItemChange.Remove(long table, ItemKey key) ->
                keyed(REMOVE, table, key).executeUpdate();
            case ItemChange.PutEntry(long index, ItemKey key, ItemKey item) -> entry(PUT_ENTRY, index, key, item);
            case ItemChange.RemoveEntry(long index, ItemKey key, ItemKey item) -> entry(REMOVE_ENTRY, index, key, item);
            case ItemChange.Append(long stream, byte[] record) -> {
                PreparedStatement append = statement(APPEND);
                append.setLong(1, stream);
                append.setLong(2, sequences.next(connection, stream));
                append.setBytes(3, record);
                append.executeUpdate();
            }
            case ItemChange.Remember(String token, byte[] digest, long expires) -> {
                PreparedStatement remember = statement(REMEMBER);
                remember.setString(1, token);
                remember.setBytes(2, digest);
                remember.setLong(3, expires);
                remember.executeUpdate();
            }
            case ItemChange.SaveTable(Table table) ->
                Sql.update(connection, SAVE, table.name(), TableDocument.write(table));
            case ItemChange.DropTable(String name, List<Long> ids) -> {
                Sql.update(connection, "DELETE FROM dynamodb_table WHERE name = ?", name);
                for (Long id : ids) {
                    Sql.update(connection, GARBAGE, id);
                }
            }
            case ItemChange.Drop(long id) -> Sql.update(connection, GARBAGE, id);
        }
    }

    private PreparedStatement keyed(String sql, long table, ItemKey key) throws SQLException {
        PreparedStatement statement = statement(sql);
        statement.setLong(1, table);
        statement.setBytes(2, key.hash());
        statement.setBytes(3, key.range());
        return statement;
    }

    private void entry(String sql, long index, ItemKey key, ItemKey item) throws SQLException {
        PreparedStatement statement = keyed(sql, index, key);
        statement.setBytes(4, item.hash());
        statement.setBytes(5, item.range());
        statement.executeUpdate();
    }

    /** Numbers the records of streams: the time, but always more than before. */
    static final class Sequences {

        private static final long MICROS = 1_000;

        private final java.time.InstantSource time;
        private final Map<Long, Long> last = new HashMap<>();

        Sequences(java.time.InstantSource time) {
            this.time = time;
        }

        long next(Connection connection, long stream) throws SQLException {
            Long before = last.get(stream);
            if (before == null) {
                before = newest(connection, stream);
            }
            long next = Math.max(before + 1, time.millis() * MICROS);
            last.put(stream, next);
            return next;
        }

        static long newest(Connection connection, long stream) throws SQLException {
            return Sql.first(
                            connection,
                            "SELECT MAX(sequence) FROM dynamodb_record WHERE stream_id = ?",
                            row -> row.getLong(1),
                            stream)
                    .orElse(0L);
        }

        static long firstOf(long millis) {
            return millis * MICROS;
        }
    }
}
