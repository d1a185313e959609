package dev.hearth.neighbours.sns;

import dev.hearth.neighbours.outbox.Parcel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to publish.
 *
 * @param message text; with {@code perProtocol} a JSON object of texts by protocol, with {@code default}
 * @param perProtocol MessageStructure was {@code json}
 * @param subject null for none
 * @param attributes by name
 * @param groupId the message group, which FIFO topics need
 * @param deduplicationId what a FIFO topic tells a message published twice by; null for the content-based one
 * @param traceHeader {@code X-Amzn-Trace-Id} of what published it, or null
 */
public record Publication(
        String message,
        boolean perProtocol,
        @Nullable String subject,
        Map<String, Parcel.Attribute> attributes,
        @Nullable String groupId,
        @Nullable String deduplicationId,
        @Nullable String traceHeader) {

    public Publication {
        attributes = Map.copyOf(attributes);
    }

    /** A message that nobody traces. */
    public Publication(
            String message,
            boolean perProtocol,
            @Nullable String subject,
            Map<String, Parcel.Attribute> attributes,
            @Nullable String groupId,
            @Nullable String deduplicationId) {
        this(message, perProtocol, subject, attributes, groupId, deduplicationId, null);
    }

    /** Only a message. */
    public static Publication of(String message) {
        return new Publication(message, false, null, Map.of(), null, null);
    }
}
