package dev.hearth.storage;

import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.StoredPosting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@link OutboxStore} in the table {@code outbox}. */
final class SqlOutbox implements OutboxStore {

    private static final String INSERT =
            "INSERT INTO outbox (id, lane, accepted_ms, failures, due_ms, document, body) VALUES (?, ?, ?, 0, ?, ?, ?)";
    private static final String READ = "SELECT id, lane, accepted_ms, failures, due_ms, document, body FROM outbox"
            + " WHERE lane = ? AND id > ? ORDER BY id LIMIT ?";

    private final Database database;

    /** Used by the writer alone, which runs one unit of work at a time. */
    private long lastId;

    SqlOutbox(Database database) {
        this.database = database;
        this.lastId = database.read(connection -> Sql.first(
                        connection, "SELECT COALESCE(MAX(id), 0) AS last FROM outbox", row -> row.getLong("last"))
                .orElse(0L));
    }

    @Override
    public CompletionStage<List<StoredPosting>> add(List<Posting> postings, long acceptedMillis) {
        return database.submit(connection -> insert(connection, postings, acceptedMillis));
    }

    /** In a unit of work on the writer. */
    List<StoredPosting> insert(Connection connection, List<Posting> postings, long acceptedMillis) throws SQLException {
        List<StoredPosting> stored = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Posting posting : postings) {
                StoredPosting one = new StoredPosting(++lastId, posting, acceptedMillis, 0, acceptedMillis);
                Sql.bind(
                        insert,
                        one.id(),
                        posting.lane(),
                        acceptedMillis,
                        one.dueMillis(),
                        PostingDocument.write(posting),
                        posting.parcel().body());
                insert.executeUpdate();
                stored.add(one);
            }
        }
        return stored;
    }

    @Override
    public CompletionStage<Void> remove(long id) {
        return database.submit(connection -> {
            delete(connection, id);
            return null;
        });
    }

    private static int delete(Connection connection, long id) throws SQLException {
        return Sql.update(connection, "DELETE FROM outbox WHERE id = ?", id);
    }

    @Override
    public <T> T carrying(long id, Supplier<T> carry) {
        return Passenger.aboard(new Passenger(database, connection -> delete(connection, id)), carry);
    }

    @Override
    public CompletionStage<Void> update(StoredPosting posting) {
        return database.submit(connection -> {
            Sql.update(
                    connection,
                    "UPDATE outbox SET accepted_ms = ?, failures = ?, due_ms = ?, document = ? WHERE id = ?",
                    posting.acceptedMillis(),
                    posting.failures(),
                    posting.dueMillis(),
                    PostingDocument.write(posting.posting()),
                    posting.id());
            return null;
        });
    }

    @Override
    public CompletionStage<Void> removeLane(String lane) {
        return database.submit(connection -> {
            Sql.update(connection, "DELETE FROM outbox WHERE lane = ?", lane);
            return null;
        });
    }

    @Override
    public List<String> lanes() {
        return database.read(
                connection -> Sql.list(connection, "SELECT DISTINCT lane FROM outbox", row -> row.getString("lane")));
    }

    @Override
    public List<StoredPosting> read(String lane, long afterId, int limit) {
        return database.read(connection -> Sql.list(connection, READ, SqlOutbox::posting, lane, afterId, limit));
    }

    private static StoredPosting posting(ResultSet row) throws SQLException {
        return new StoredPosting(
                row.getLong("id"),
                PostingDocument.read(row.getString("lane"), row.getString("document"), row.getString("body")),
                row.getLong("accepted_ms"),
                row.getInt("failures"),
                row.getLong("due_ms"));
    }
}
