package dev.hearth.storage;

import dev.hearth.core.Time;
import dev.hearth.neighbours.dynamodb.ItemKey;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.TableStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link TableStore} in the tables {@code dynamodb_*}. */
final class SqlDynamoDb implements TableStore {

    private final Database database;
    private final HotItems hot;
    private final ItemJournal journal;
    private final ItemReads reads;

    SqlDynamoDb(Database database, Time time) {
        this.database = database;
        this.hot = new HotItems(database.isAlone() ? HotItems.MAX_BYTES : 0);
        this.journal = new ItemJournal(database, time, hot);
        this.reads = new ItemReads(database, hot);
    }

    @Override
    public boolean hasWork() {
        return database.read(connection -> Sql.first(connection, "SELECT 1 FROM dynamodb_table LIMIT 1", row -> true)
                        .isPresent()
                || Sql.first(connection, "SELECT 1 FROM dynamodb_garbage LIMIT 1", row -> true)
                        .isPresent());
    }

    @Override
    public List<Table> tables() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, document FROM dynamodb_table",
                row -> TableDocument.read(row.getString("name"), row.getString("document"))));
    }

    @Override
    public <T> CompletionStage<T> change(Decision<T> decision) {
        return journal.change(decision);
    }

    @Override
    public <T> CompletionStage<T> changeNow(Decision<T> decision) {
        return journal.changeNow(decision);
    }

    @Override
    public byte @Nullable [] itemNow(long table, ItemKey key) {
        return hot.find(new Place(table, key));
    }

    @Override
    public byte @Nullable [] item(long table, ItemKey key) {
        return reads.item(new Place(table, key));
    }

    @Override
    public List<byte @Nullable []> items(List<Place> places) {
        return database.read(connection -> {
            List<byte @Nullable []> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(ItemStatements.ITEM)) {
                for (Place place : places) {
                    found.add(ItemStatements.item(statement, place.table(), place.key()));
                }
            }
            return found;
        });
    }

    @Override
    public void read(long table, long index, Range range, Visitor visitor) {
        RangeSql sql = RangeSql.of(table, index, range);
        database.lookUp(sql.text(), statement -> visit(statement, sql, visitor));
    }

    private static @Nullable Void visit(PreparedStatement statement, RangeSql sql, Visitor visitor)
            throws SQLException {
        for (int i = 0; i < sql.arguments().size(); i++) {
            Object argument = sql.arguments().get(i);
            if (argument instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else {
                statement.setLong(i + 1, (Long) argument);
            }
        }
        try (ResultSet rows = statement.executeQuery()) {
            boolean more = true;
            while (more && rows.next()) {
                more = visitor.visit(rows.getBytes(1));
            }
        }
        return null;
    }

    @Override
    public Size size(long table) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT COUNT(*), COALESCE(SUM(LENGTH(item)), 0) FROM dynamodb_item WHERE table_id = ?",
                        row -> new Size(row.getLong(1), row.getLong(2)),
                        table)
                .orElseThrow());
    }

    @Override
    public List<StreamEntry> records(long stream, long after, int most) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT sequence, record FROM dynamodb_record WHERE stream_id = ? AND sequence > ?"
                        + " ORDER BY sequence LIMIT ?",
                row -> new StreamEntry(row.getLong(1), row.getBytes(2)),
                stream,
                after,
                most));
    }

    @Override
    public long newest(long stream) {
        return database.read(connection -> ItemStatements.Sequences.newest(connection, stream));
    }

    @Override
    public void trim(long millis, long now) {
        long before = ItemStatements.Sequences.firstOf(millis);
        boolean old = database.read(connection -> Sql.first(
                                connection,
                                "SELECT 1 FROM dynamodb_record WHERE sequence < ? LIMIT 1",
                                row -> true,
                                before)
                        .isPresent()
                || Sql.first(connection, "SELECT 1 FROM dynamodb_token WHERE expires_ms < ? LIMIT 1", row -> true, now)
                        .isPresent());
        if (old) {
            database.write(
                    connection -> Sql.update(connection, "DELETE FROM dynamodb_record WHERE sequence < ?", before)
                            + Sql.update(connection, "DELETE FROM dynamodb_token WHERE expires_ms < ?", now));
        }
    }

    @Override
    public boolean sweep(int most) {
        Long id = database.read(connection -> Sql.first(
                        connection, "SELECT id FROM dynamodb_garbage ORDER BY id LIMIT 1", row -> row.getLong(1))
                .orElse(null));
        if (id == null) {
            return false;
        }
        return database.write(connection -> {
            int left = most;
            left -= sweep(connection, "dynamodb_item", "table_id", "hk, rk", id, left);
            left -= sweep(connection, "dynamodb_entry", "index_id", "hk, rk, item_hk, item_rk", id, left);
            left -= sweep(connection, "dynamodb_record", "stream_id", "sequence", id, left);
            if (left > 0) {
                Sql.update(connection, "DELETE FROM dynamodb_garbage WHERE id = ?", id);
            }
            return true;
        });
    }

    private static int sweep(Connection connection, String table, String column, String key, long id, int most)
            throws SQLException {
        return most <= 0
                ? 0
                : Sql.update(
                        connection,
                        "DELETE FROM " + table + " WHERE " + column + " = ? AND (" + key + ") IN (SELECT " + key
                                + " FROM " + table + " WHERE " + column + " = ? LIMIT ?)",
                        id,
                        id,
                        most);
    }
}
