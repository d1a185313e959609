package dev.hearth.storage;

import dev.hearth.neighbours.sqs.MessageChange;
import dev.hearth.neighbours.sqs.StoredMessage;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes of messages as SQL, sent many at a time. */
final class MessageStatements {

    /**
     * The longest body that stands in its message's row, in characters. A clustered row beyond some 1000 bytes takes a
     * whole page more, and is written again with every receive.
     */
    static final int INLINE_CHARS = 600;

    private static final String ADD = "INSERT INTO sqs_message (queue_id, sequence, visible_ms, receive_count,"
            + " first_received_ms, receipt, sent_ms, message_id, group_id, deduplication_id, extras, body)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ADD_BODY = "INSERT INTO sqs_body (queue_id, sequence, body) VALUES (?, ?, ?)";
    private static final String HIDE =
            "UPDATE sqs_message SET visible_ms = ?, receive_count = ?, first_received_ms = ?,"
                    + " receipt = ? WHERE queue_id = ? AND sequence = ?";
    private static final String REMOVE = "DELETE FROM sqs_message WHERE queue_id = ? AND sequence = ?";
    private static final String REMOVE_BY = REMOVE + " AND receipt = ?";
    private static final String REMOVE_BODY = "DELETE FROM sqs_body WHERE queue_id = ? AND sequence = ?";
    /** Of a message that is gone. */
    private static final String REMOVE_LEFT_BODY =
            REMOVE_BODY + " AND NOT EXISTS (SELECT 1 FROM sqs_message WHERE queue_id = ? AND sequence = ?)";

    private static final String MOVE = "INSERT INTO sqs_message (queue_id, sequence, visible_ms, receive_count,"
            + " first_received_ms, receipt, sent_ms, message_id, group_id, deduplication_id, extras, body)"
            + " SELECT ?, ?, ?, 0, 0, 0, CASE WHEN ? = 0 THEN sent_ms ELSE ? END, message_id, group_id,"
            + " deduplication_id, ?, body FROM sqs_message WHERE queue_id = ? AND sequence = ?";
    private static final String MOVE_BODY =
            "UPDATE sqs_body SET queue_id = ?, sequence = ? WHERE queue_id = ? AND sequence = ?";
    private static final String ACCEPT = "INSERT INTO sqs_deduplication (queue_id, scope, deduplication_id, sequence,"
            + " message_id, expires_ms) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (queue_id, scope, deduplication_id)"
            + " DO UPDATE SET sequence = excluded.sequence, message_id = excluded.message_id,"
            + " expires_ms = excluded.expires_ms";

    /** A row of {@code sqs_message}. */
    private record Message(long queue, long sequence) {}

    /** A row of {@code sqs_body}. */
    private record Body(long queue, long sequence) {}

    private record Acceptance(long queue, String scope, String id) {}

    private final Connection connection;
    private final UpdateBatch batch;

    MessageStatements(Connection connection) {
        this.connection = connection;
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

    /** Sent by {@link #flush} at the latest. */
    void apply(MessageChange change) throws SQLException {
        switch (change) {
            case MessageChange.Added added -> add(added.queueId(), added.message());
            case MessageChange.Hidden hidden ->
                batch.add(
                        new Message(hidden.queueId(), hidden.sequence()),
                        HIDE,
                        hidden.visibleMillis(),
                        hidden.receiveCount(),
                        hidden.firstReceivedMillis(),
                        hidden.receipt(),
                        hidden.queueId(),
                        hidden.sequence());
            case MessageChange.Removed removed -> remove(removed.queueId(), removed.sequence());
            case MessageChange.RemovedBy removed -> remove(removed);
            case MessageChange.Moved moved -> move(moved);
            case MessageChange.Accepted accepted ->
                batch.add(
                        new Acceptance(accepted.queueId(), accepted.scope(), accepted.deduplicationId()),
                        ACCEPT,
                        accepted.queueId(),
                        accepted.scope(),
                        accepted.deduplicationId(),
                        accepted.sequence(),
                        accepted.messageId(),
                        accepted.expiresMillis());
        }
    }

    private void add(long queueId, StoredMessage message) throws SQLException {
        Content content = message.content();
        boolean inline = content.body().length() <= INLINE_CHARS;
        batch.add(
                new Message(queueId, message.sequence()),
                ADD,
                queueId,
                message.sequence(),
                message.visibleMillis(),
                message.receiveCount(),
                message.firstReceivedMillis(),
                message.receipt(),
                content.sentMillis(),
                content.messageId(),
                content.groupId(),
                content.deduplicationId(),
                MessageExtras.write(content),
                inline ? content.body() : null);
        if (!inline) {
            batch.add(new Body(queueId, message.sequence()), ADD_BODY, queueId, message.sequence(), content.body());
        }
    }

    private void remove(long queue, long sequence) throws SQLException {
        batch.add(new Message(queue, sequence), REMOVE, queue, sequence);
        batch.add(new Body(queue, sequence), REMOVE_BODY, queue, sequence);
    }

    /** The body after its message: in a batch the first statement that was filled is sent first. */
    private void remove(MessageChange.RemovedBy removed) throws SQLException {
        long queue = removed.queueId();
        long sequence = removed.sequence();
        batch.add(new Message(queue, sequence), REMOVE_BY, queue, sequence, removed.receipt());
        batch.add(new Body(queue, sequence), REMOVE_LEFT_BODY, queue, sequence, queue, sequence);
    }

    private void move(MessageChange.Moved moved) throws SQLException {
        batch.flush();
        String extras = extras(moved);
        int found = batch.update(
                MOVE,
                moved.toQueue(),
                moved.toSequence(),
                moved.visibleMillis(),
                moved.sentMillis(),
                moved.sentMillis(),
                extras,
                moved.fromQueue(),
                moved.fromSequence());
        if (found > 0) {
            batch.update(MOVE_BODY, moved.toQueue(), moved.toSequence(), moved.fromQueue(), moved.fromSequence());
            batch.update(REMOVE, moved.fromQueue(), moved.fromSequence());
        }
    }

    /** The extras with another source. */
    private @Nullable String extras(MessageChange.Moved moved) throws SQLException {
        String now = Sql.first(
                        connection,
                        "SELECT COALESCE(extras, '{}') AS extras FROM sqs_message WHERE queue_id = ? AND sequence = ?",
                        row -> row.getString("extras"),
                        moved.fromQueue(),
                        moved.fromSequence())
                .orElse("{}");
        Map<String, Object> document = JsonDocument.read(now);
        if (moved.sourceArn().isEmpty()) {
            document.remove("source");
        } else {
            document.put("source", moved.sourceArn());
        }
        return document.isEmpty() ? null : JsonDocument.write(document);
    }
}
