package dev.hearth.neighbours.sqs;

import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of what is sent what is kept, and what its sender is told. */
final class Drafts {

    private static final long MILLIS = 1_000;

    private final RoomSqs room;
    private final boolean fifo;

    Drafts(RoomSqs room, boolean fifo) {
        this.room = room;
        this.fifo = fifo;
    }

    /** What the message is told apart by; null on a standard queue. */
    Deduplication.@Nullable Key key(QueueSettings settings, SendMessage message) {
        if (!fifo) {
            return null;
        }
        String group = message.groupId();
        String given = message.deduplicationId();
        return new Deduplication.Key(
                settings.groupScoped() && group != null ? group : "",
                given == null ? Digests.sha256(message.body()) : given);
    }

    Entry entry(QueueSettings settings, SendMessage message, Deduplication.@Nullable Key key, long now) {
        Integer delay = message.delaySeconds();
        long visible = now + (delay == null || fifo ? settings.delaySeconds() : delay) * MILLIS;
        Content content = new Content(
                room.ports().randomness().uuid().toString(),
                message.body(),
                message.attributes(),
                now,
                message.groupId(),
                key == null ? null : key.id(),
                message.traceHeader(),
                null);
        return new Entry(new StoredMessage(room.nextSequence(), content, visible, 0, 0, 0), fifo);
    }

    Sent sent(String messageId, long sequence, String bodyDigest, SendMessage message) {
        String trace = message.traceHeader();
        return new Sent(
                messageId,
                bodyDigest,
                Digests.md5(message.attributes()),
                trace == null
                        ? null
                        : Digests.md5(Map.of("AWSTraceHeader", new MessageAttribute("String", trace, null))),
                fifo ? Received.sequenceNumber(sequence) : null);
    }
}
