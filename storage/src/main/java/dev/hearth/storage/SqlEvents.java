package dev.hearth.storage;

import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@link EventStore} in the tables {@code event} and {@code event_queue_owner}. */
final class SqlEvents implements EventStore {

    private static final String READ = "SELECT id, due_ms, accepted_ms, request_id, function_name, qualifier, failures,"
            + " refusals, context, outcome, payload FROM event"
            + " WHERE queue = ? AND (due_ms, id) > (?, ?) AND due_ms <= ? ORDER BY due_ms, id LIMIT ?";

    private static final String NEXT_DUE =
            "SELECT due_ms FROM event WHERE queue = ? AND (due_ms, id) > (?, ?) ORDER BY due_ms, id LIMIT 1";

    /** Steps from queue to queue along the index, however many events there are. */
    private static final String DUE_QUEUES = "WITH RECURSIVE held(queue) AS (SELECT MIN(queue) FROM event"
            + " UNION ALL SELECT (SELECT MIN(queue) FROM event WHERE queue > held.queue) FROM held"
            + " WHERE held.queue IS NOT NULL)"
            + " SELECT held.queue FROM held WHERE held.queue IS NOT NULL"
            + " AND (SELECT MIN(due_ms) FROM event WHERE event.queue = held.queue) <= ? ORDER BY held.queue";

    private static final String DELETE = "DELETE FROM event WHERE id = ?";

    private static final String AGAIN =
            "UPDATE event SET due_ms = ?, failures = ?, refusals = ?, outcome = ? WHERE id = ?";

    private final Database database;
    private final EventAppender appender;

    /** The writer's alone. */
    private @Nullable UpdateBatch settling;

    SqlEvents(Database database, Executor soon) {
        this.database = database;
        this.appender = new EventAppender(database, soon);
    }

    @Override
    public CompletionStage<Void> append(int queue, Event event) {
        return appender.append(queue, event);
    }

    @Override
    public List<QueuedEvent> read(int queue, Position after, Instant now, int most, long mostBytes) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(READ)) {
                Sql.bind(statement, queue, after.dueMillis(), after.id(), now.toEpochMilli(), most);
                try (ResultSet rows = statement.executeQuery()) {
                    List<QueuedEvent> found = new ArrayList<>();
                    long bytes = 0;
                    while (bytes < mostBytes && rows.next()) {
                        QueuedEvent event = EventRows.read(queue, rows);
                        bytes += event.event().payload().remaining();
                        found.add(event);
                    }
                    return found;
                }
            }
        });
    }

    @Override
    public Optional<Instant> nextDue(int queue, Position after) {
        return database.read(connection -> Sql.first(
                connection,
                NEXT_DUE,
                row -> Instant.ofEpochMilli(row.getLong(1)),
                queue,
                after.dueMillis(),
                after.id()));
    }

    @Override
    public List<Integer> dueQueues(Instant now) {
        return database.read(connection -> Sql.list(connection, DUE_QUEUES, row -> row.getInt(1), now.toEpochMilli()));
    }

    @Override
    public CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
        List<Settlement> all = List.copyOf(settlements);
        try {
            return database.trySubmit(connection -> {
                if (!SqlLeases.isToken(connection, QueueManager.resource(queue), token)) {
                    return false;
                }
                settle(connection, all);
                return true;
            });
        } catch (RuntimeException busy) {
            return CompletableFuture.failedFuture(busy);
        }
    }

    private void settle(Connection connection, List<Settlement> settlements) throws SQLException {
        UpdateBatch batch = UpdateBatch.of(settling, connection);
        settling = batch;
        try {
            for (Settlement settlement : settlements) {
                switch (settlement) {
                    case Settlement.Finished(QueuedEvent event) -> batch.add(event.id(), DELETE, event.id());
                    case Settlement.Again(
                            QueuedEvent event,
                            Instant due,
                            int failures,
                            int refusals,
                            @Nullable String outcome) ->
                        batch.add(event.id(), AGAIN, due.toEpochMilli(), failures, refusals, outcome, event.id());
                }
            }
            batch.flush();
        } finally {
            batch.clear();
        }
    }

    @Override
    public List<Tally> tally() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT queue, function_name, COUNT(*) FROM event GROUP BY queue, function_name",
                row -> new Tally(row.getInt(1), row.getString(2), row.getLong(3))));
    }

    @Override
    public Optional<Instant> oldest() {
        return database.read(connection -> Sql.first(
                connection,
                "SELECT accepted_ms FROM event ORDER BY id LIMIT 1",
                row -> Instant.ofEpochMilli(row.getLong(1))));
    }

    @Override
    public Map<Integer, String> owners() {
        Map<Integer, String> owners = new TreeMap<>();
        database.read(connection -> Sql.list(
                        connection,
                        "SELECT queue, function_name FROM event_queue_owner",
                        row -> Map.entry(row.getInt(1), row.getString(2))))
                .forEach(owner -> owners.put(owner.getKey(), owner.getValue()));
        return owners;
    }

    @Override
    public void putOwner(int queue, @Nullable String function) {
        database.write(connection -> {
            int deleted = Sql.update(connection, "DELETE FROM event_queue_owner WHERE queue = ?", queue);
            return function == null
                    ? deleted
                    : Sql.update(
                            connection,
                            "INSERT INTO event_queue_owner (queue, function_name) VALUES (?, ?)",
                            queue,
                            function);
        });
    }
}
