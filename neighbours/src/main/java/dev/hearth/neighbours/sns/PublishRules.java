package dev.hearth.neighbours.sns;

import dev.hearth.neighbours.outbox.Parcel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be published (API reference, Publish). Pure. */
final class PublishRules {

    private PublishRules() {}

    static void check(Topic topic, Publication publication) {
        if (publication.message().isEmpty()) {
            throw SnsError.invalid("Empty message");
        }
        String subject = publication.subject();
        if (subject != null) {
            subject(subject);
        }
        if (bytes(publication) > SnsLimits.MESSAGE_BYTES) {
            throw SnsError.invalid("Message too long");
        }
        publication.attributes().forEach(PublishRules::attribute);
        if (publication.perProtocol()) {
            Map<String, String> messages = SmallDocument.texts(publication.message());
            if (messages == null) {
                throw SnsError.invalid("Message Structure - JSON message body failed to parse");
            }
            if (!messages.containsKey("default")) {
                throw SnsError.invalid("Message Structure - No default entry in JSON message body");
            }
        }
        fifo(topic, publication);
    }

    private static void subject(String subject) {
        boolean printable = subject.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (subject.isBlank() || subject.length() > SnsLimits.SUBJECT_CHARS || !printable) {
            throw SnsError.invalid("Subject");
        }
    }

    private static void fifo(Topic topic, Publication publication) {
        String group = publication.groupId();
        String deduplication = publication.deduplicationId();
        if (!topic.isFifo()) {
            if (deduplication != null) {
                throw SnsError.invalid("MessageDeduplicationId Reason: The request includes MessageDeduplicationId"
                        + " parameter that is not valid for this topic type");
            }
            return;
        }
        if (group == null) {
            throw SnsError.invalid("The MessageGroupId parameter is required for FIFO topics");
        }
        if (!SnsLimits.GROUP_ID.matcher(group).matches()) {
            throw SnsError.invalid("MessageGroupId");
        }
        if (deduplication == null && !topic.deduplicatesByContent()) {
            throw SnsError.invalid("The topic should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly");
        }
        if (deduplication != null && !SnsLimits.GROUP_ID.matcher(deduplication).matches()) {
            throw SnsError.invalid("MessageDeduplicationId");
        }
    }

    private static void attribute(String name, Parcel.Attribute attribute) {
        String type = attribute.type();
        boolean known = type.equals("String.Array") || type.split("\\.", 2)[0].matches("String|Number|Binary");
        if (!known) {
            throw SnsError.INVALID_PARAMETER_VALUE.because("The message attribute '" + name
                    + "' has an invalid message attribute type, the set of supported type prefixes is Binary, Number,"
                    + " and String.");
        }
        if (attribute.value().isEmpty()) {
            throw SnsError.INVALID_PARAMETER_VALUE.because("The message attribute '" + name
                    + "' must contain non-empty message attribute value for message attribute type '" + type + "'.");
        }
        if (type.equals("Number") && !attribute.value().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            throw SnsError.INVALID_PARAMETER_VALUE.because(
                    "Could not cast message attribute '" + name + "' value to number.");
        }
    }

    /** What counts against the limit: the message, and names, types and values of attributes. */
    static long bytes(Publication publication) {
        long bytes = utf8(publication.message());
        for (Map.Entry<String, Parcel.Attribute> each : publication.attributes().entrySet()) {
            bytes += utf8(each.getKey())
                    + utf8(each.getValue().type())
                    + utf8(each.getValue().value());
        }
        return bytes;
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The message for subscribers of {@code protocol}. */
    static String message(Publication publication, String protocol) {
        if (!publication.perProtocol()) {
            return publication.message();
        }
        @Nullable Map<String, String> messages = SmallDocument.texts(publication.message());
        if (messages == null) {
            return publication.message();
        }
        return messages.getOrDefault(protocol, messages.getOrDefault("default", ""));
    }
}
