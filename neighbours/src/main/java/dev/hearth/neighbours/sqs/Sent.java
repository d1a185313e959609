package dev.hearth.neighbours.sqs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that the queue has.
 *
 * @param messageId a UUID
 * @param bodyDigest MD5 of the body, in hexadecimal
 * @param attributesDigest MD5 of the attributes as SDKs compute it; null when there are none
 * @param systemDigest the same of the system attributes
 * @param sequenceNumber of a FIFO queue's message, 20 digits; else null
 */
public record Sent(
        String messageId,
        String bodyDigest,
        @Nullable String attributesDigest,
        @Nullable String systemDigest,
        @Nullable String sequenceNumber) {

    /** MD5 of a body. */
    public static String digest(String body) {
        return Digests.md5(body);
    }

    /** MD5 of attributes as SDKs compute it; null when there are none. */
    public static @Nullable String digest(Map<String, MessageAttribute> attributes) {
        return Digests.md5(attributes);
    }
}
