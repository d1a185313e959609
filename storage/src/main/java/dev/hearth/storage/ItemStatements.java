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

    /** A row of {@code dynamodb_item}. */
    private record Item(long table, ItemKey key) {}

    /** A row of {@code dynamodb_entry}. */
    private record IndexEntry(long index, ItemKey key, ItemKey item) {}

    private record Position(long stream, long sequence) {}

    private record Token(String token) {}

    private final Connection connection;
    private final Sequences sequences;
    private final UpdateBatch batch;

    ItemStatements(Connection connection, Sequences sequences) {
        this.connection = connection;
        this.sequences = sequences;
        this.batch = new UpdateBatch(connection);
    }

    boolean isOf(Connection other) {
        return connection == other;
    }

    void flush() throws SQLException {
        batch.flush();
    }

    /** Forgets what {@link #flush} has not sent. */
    void clear() throws SQLException {
        batch.clear();
    }

    private void flushBefore(Object row) throws SQLException {
        if (batch.isWaiting(row)) {
            batch.flush();
        }
    }

    @Override
    public byte @Nullable [] item(long table, ItemKey key) {
        try {
            flushBefore(new Item(table, key));
            return item(batch.statement(ITEM), table, key);
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
            flushBefore(new Token(token));
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

    /** Sent by {@link #flush} at the latest. */
    void apply(ItemChange change) throws SQLException {
        switch (change) {
            case ItemChange.Put(long table, ItemKey key, byte[] item) ->
                batch.add(new Item(table, key), PUT, table, key.hash(), key.range(), item);
            case ItemChange.Remove(long table, ItemKey key) ->
                batch.add(new Item(table, key), REMOVE, table, key.hash(), key.range());
            case ItemChange.PutEntry(long index, ItemKey key, ItemKey item) -> entry(PUT_ENTRY, index, key, item);
            case ItemChange.RemoveEntry(long index, ItemKey key, ItemKey item) -> entry(REMOVE_ENTRY, index, key, item);
            case ItemChange.Append(long stream, byte[] record) -> {
                long sequence = sequences.next(connection, stream);
                batch.add(new Position(stream, sequence), APPEND, stream, sequence, record);
            }
            case ItemChange.Remember(String token, byte[] digest, long expires) ->
                batch.add(new Token(token), REMEMBER, token, digest, expires);
            case ItemChange.SaveTable(Table table) -> batch.update(SAVE, table.name(), TableDocument.write(table));
            case ItemChange.DropTable(String name, List<Long> ids) -> {
                batch.update("DELETE FROM dynamodb_table WHERE name = ?", name);
                for (Long id : ids) {
                    batch.update(GARBAGE, id);
                }
            }
            case ItemChange.Drop(long id) -> batch.update(GARBAGE, id);
        }
    }

    private void entry(String sql, long index, ItemKey key, ItemKey item) throws SQLException {
        batch.add(new IndexEntry(index, key, item), sql, index, key.hash(), key.range(), item.hash(), item.range());
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
