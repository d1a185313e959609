package dev.hearth.storage;

import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.SqsStore;
import java.util.List;
import java.util.Map;

/** {@link SqsStore} in the tables {@code sqs_*}. */
final class SqlSqs implements SqsStore {

    private static final String PUT_QUEUE = "INSERT INTO sqs_queue (id, name, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET document = excluded.document";

    private final Database database;

    SqlSqs(Database database) {
        this.database = database;
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
        database.write(connection -> Sql.update(connection, PUT_QUEUE, queue.id(), queue.name(), document));
    }

    @Override
    public void delete(long queueId) {
        database.write(connection -> Sql.update(connection, "DELETE FROM sqs_queue WHERE id = ?", queueId));
    }
}
