package dev.hearth.storage;

import dev.hearth.core.Tasks;
import dev.hearth.neighbours.sqs.MessageChange;
import dev.hearth.neighbours.sqs.MessageChange.Accepted;
import dev.hearth.neighbours.sqs.MoveTask;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.SqsStore;
import dev.hearth.neighbours.sqs.StoredMessage;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@link SqsStore} in the tables {@code sqs_*}. */
final class SqlSqs implements SqsStore {

    private static final String PUT_QUEUE = "INSERT INTO sqs_queue (id, name, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET document = excluded.document";

    private static final String PUT_GARBAGE = "INSERT INTO sqs_garbage (queue_id, last_sequence) VALUES (?, ?)"
            + " ON CONFLICT (queue_id, last_sequence) DO NOTHING";

    private static final String PUT_TASK = "INSERT INTO sqs_move_task (handle, document) VALUES (?, ?)"
            + " ON CONFLICT (handle) DO UPDATE SET document = excluded.document";

    private static final String MESSAGES = "SELECT m.sequence, m.visible_ms, m.receive_count, m.first_received_ms,"
            + " m.receipt, m.sent_ms, m.message_id, m.group_id, m.deduplication_id, m.extras,"
            + " COALESCE(m.body, b.body, '') AS body FROM sqs_message m"
            + " LEFT JOIN sqs_body b ON m.body IS NULL AND b.queue_id = m.queue_id AND b.sequence = m.sequence"
            + " WHERE m.queue_id = ? AND ";

    private static final String ACCEPTED = "SELECT queue_id, scope, deduplication_id, sequence, message_id, expires_ms"
            + " FROM sqs_deduplication WHERE queue_id = ? AND expires_ms > ?";

    private static final String SOME =
            "(SELECT sequence FROM sqs_message WHERE queue_id = ? AND sequence <= ?" + " ORDER BY sequence LIMIT ?)";

    private final Database database;
    private final SqsJournal journal;

    SqlSqs(Database database, Tasks tasks) {
        this.database = database;
        this.journal = new SqsJournal(database, tasks);
    }

    @Override
    public List<Queue> queues() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT id, name, document FROM sqs_queue",
                row -> queue(row.getLong("id"), row.getString("name"), row.getString("document"))));
    }

    private static Queue queue(long id, String name, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        return new Queue(
                id,
                name,
                JsonDocument.strings(JsonDocument.object(document, "attributes")),
                JsonDocument.strings(JsonDocument.object(document, "tags")),
                JsonDocument.longNumber(document, "created", 0),
                JsonDocument.longNumber(document, "modified", 0),
                JsonDocument.longNumber(document, "purged", 0));
    }

    @Override
    public void put(Queue queue) {
        String document = JsonDocument.write(Map.of(
                "attributes", queue.attributes(),
                "tags", queue.tags(),
                "created", queue.createdMillis(),
                "modified", queue.modifiedMillis(),
                "purged", queue.purgedSequence()));
        database.write(connection -> Sql.update(connection, PUT_QUEUE, queue.id(), queue.name(), document)
                + (queue.purgedSequence() == 0
                        ? 0
                        : Sql.update(connection, PUT_GARBAGE, queue.id(), queue.purgedSequence())));
    }

    @Override
    public void delete(long queueId) {
        database.write(connection -> Sql.update(connection, "DELETE FROM sqs_queue WHERE id = ?", queueId)
                + Sql.update(connection, PUT_GARBAGE, queueId, Long.MAX_VALUE));
    }

    @Override
    public CompletionStage<Void> write(List<MessageChange> changes) {
        return journal.write(changes);
    }

    @Override
    public List<StoredMessage> messages(long queueId, long afterSequence, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                MESSAGES + "m.sequence > ? ORDER BY m.sequence LIMIT ?",
                SqlSqs::message,
                queueId,
                afterSequence,
                limit));
    }

    @Override
    public List<StoredMessage> inFlight(long queueId, long afterSequence, long nowMillis) {
        return database.read(connection -> Sql.list(
                connection,
                MESSAGES + "m.sequence > ? AND m.receive_count > 0 AND m.visible_ms > ? ORDER BY m.sequence",
                SqlSqs::message,
                queueId,
                afterSequence,
                nowMillis));
    }

    private static StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                row.getLong("sequence"),
                content(row),
                row.getLong("visible_ms"),
                row.getInt("receive_count"),
                row.getLong("first_received_ms"),
                row.getLong("receipt"));
    }

    private static Content content(ResultSet row) throws SQLException {
        String extras = row.getString("extras");
        Map<String, Object> document = extras == null ? Map.of() : JsonDocument.read(extras);
        return new Content(
                row.getString("message_id"),
                row.getString("body"),
                MessageExtras.attributes(document),
                row.getLong("sent_ms"),
                row.getString("group_id"),
                row.getString("deduplication_id"),
                MessageExtras.text(document, "trace"),
                MessageExtras.text(document, "source"));
    }

    @Override
    public Map<Long, Content> contents(long queueId, Collection<Long> sequences) {
        return database.read(connection -> {
            Map<Long, Content> found = new HashMap<>();
            for (long sequence : sequences) {
                Sql.first(connection, MESSAGES + "m.sequence = ?", SqlSqs::content, queueId, sequence)
                        .ifPresent(content -> found.put(sequence, content));
            }
            return found;
        });
    }

    @Override
    public long count(long queueId, long afterSequence) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT COUNT(*) AS messages FROM sqs_message WHERE queue_id = ? AND sequence > ?",
                        row -> row.getLong("messages"),
                        queueId,
                        afterSequence)
                .orElse(0L));
    }

    @Override
    public List<Accepted> accepted(long queueId, long nowMillis, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                ACCEPTED + " ORDER BY expires_ms DESC LIMIT ?",
                SqlSqs::accepted,
                queueId,
                nowMillis,
                limit));
    }

    @Override
    public List<Accepted> accepted(long queueId, String scope, String deduplicationId, long nowMillis) {
        return database.read(connection -> Sql.list(
                connection,
                ACCEPTED + " AND scope = ? AND deduplication_id = ?",
                SqlSqs::accepted,
                queueId,
                nowMillis,
                scope,
                deduplicationId));
    }

    private static Accepted accepted(ResultSet row) throws SQLException {
        return new Accepted(
                row.getLong("queue_id"),
                row.getString("scope"),
                row.getString("deduplication_id"),
                row.getLong("sequence"),
                row.getString("message_id"),
                row.getLong("expires_ms"));
    }

    @Override
    public int removeExpired(long queueId, long beforeSequence, long nowMillis, int limit) {
        return database.write(connection -> {
            Sql.update(
                    connection,
                    "DELETE FROM sqs_deduplication WHERE queue_id = ? AND expires_ms <= ?",
                    queueId,
                    nowMillis);
            return removeUpTo(connection, queueId, beforeSequence - 1, limit);
        });
    }

    private static int removeUpTo(Connection connection, long queueId, long sequence, int limit) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM sqs_body WHERE queue_id = ? AND sequence IN " + SOME,
                queueId,
                queueId,
                sequence,
                limit);
        return Sql.update(
                connection,
                "DELETE FROM sqs_message WHERE queue_id = ? AND sequence IN " + SOME,
                queueId,
                queueId,
                sequence,
                limit);
    }

    private record Garbage(long queueId, long lastSequence) {}

    @Override
    public int removeGarbage(int limit) {
        return database.write(connection -> {
            Garbage garbage = Sql.first(
                            connection,
                            "SELECT queue_id, last_sequence FROM sqs_garbage LIMIT 1",
                            row -> new Garbage(row.getLong("queue_id"), row.getLong("last_sequence")))
                    .orElse(null);
            if (garbage == null) {
                return 0;
            }
            int removed = removeUpTo(connection, garbage.queueId, garbage.lastSequence, limit);
            if (removed < limit) {
                forget(connection, garbage);
            }
            // Full as long as there is anything left to look at.
            return limit;
        });
    }

    private static void forget(Connection connection, Garbage garbage) throws SQLException {
        if (garbage.lastSequence == Long.MAX_VALUE) {
            Sql.update(connection, "DELETE FROM sqs_deduplication WHERE queue_id = ?", garbage.queueId);
        }
        Sql.update(
                connection,
                "DELETE FROM sqs_garbage WHERE queue_id = ? AND last_sequence = ?",
                garbage.queueId,
                garbage.lastSequence);
    }

    @Override
    public List<MoveTask> moveTasks() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT handle, document FROM sqs_move_task",
                row -> task(row.getString("handle"), JsonDocument.read(row.getString("document")))));
    }

    private static MoveTask task(String handle, Map<String, Object> document) {
        int perSecond = JsonDocument.number(document, "perSecond", 0);
        return new MoveTask(
                handle,
                JsonDocument.text(document, "source", ""),
                MessageExtras.text(document, "destination"),
                perSecond == 0 ? null : perSecond,
                MoveTask.Status.valueOf(JsonDocument.text(document, "status", "FAILED")),
                JsonDocument.longNumber(document, "moved", 0),
                JsonDocument.longNumber(document, "toMove", 0),
                JsonDocument.longNumber(document, "started", 0),
                JsonDocument.text(document, "failure", ""));
    }

    @Override
    public void put(MoveTask task) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("source", task.sourceArn());
        if (task.destinationArn() != null) {
            document.put("destination", task.destinationArn());
        }
        if (task.perSecond() != null) {
            document.put("perSecond", task.perSecond());
        }
        document.put("status", task.status().name());
        document.put("moved", task.moved());
        document.put("toMove", task.toMove());
        document.put("started", task.startedMillis());
        document.put("failure", task.failure());
        String text = JsonDocument.write(document);
        database.write(Sql.one(PUT_TASK, task.handle(), text));
    }

    @Override
    public void deleteMoveTask(String handle) {
        database.write(Sql.one("DELETE FROM sqs_move_task WHERE handle = ?", handle));
    }
}
