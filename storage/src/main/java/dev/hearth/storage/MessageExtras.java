package dev.hearth.storage;

import dev.hearth.neighbours.sqs.MessageAttribute;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What few messages have, as the JSON document in {@code sqs_message.extras}; null when one has none of it. */
final class MessageExtras {

    private MessageExtras() {}

    static @Nullable String write(Content content) {
        if (content.attributes().isEmpty() && content.traceHeader() == null && content.sourceArn() == null) {
            return null;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        if (content.traceHeader() != null) {
            document.put("trace", content.traceHeader());
        }
        if (content.sourceArn() != null) {
            document.put("source", content.sourceArn());
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        content.attributes().forEach((name, attribute) -> attributes.put(name, attribute(attribute)));
        document.put("attributes", attributes);
        return JsonDocument.write(document);
    }

    private static Map<String, String> attribute(MessageAttribute attribute) {
        byte[] bytes = attribute.bytes();
        String text = attribute.text();
        return bytes == null
                ? Map.of("type", attribute.type(), "text", text == null ? "" : text)
                : Map.of("type", attribute.type(), "bytes", Base64.getEncoder().encodeToString(bytes));
    }

    static Map<String, MessageAttribute> attributes(Map<String, Object> document) {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        JsonDocument.object(document, "attributes").forEach((name, value) -> {
            Map<String, Object> attribute = JsonDocument.object(Map.of("value", value), "value");
            String bytes = JsonDocument.text(attribute, "bytes", "");
            attributes.put(
                    name,
                    new MessageAttribute(
                            JsonDocument.text(attribute, "type", ""),
                            bytes.isEmpty() ? JsonDocument.text(attribute, "text", "") : null,
                            bytes.isEmpty() ? null : Base64.getDecoder().decode(bytes)));
        });
        return attributes;
    }

    /** The text {@code name}; null when it is missing. */
    static @Nullable String text(Map<String, Object> document, String name) {
        String text = JsonDocument.text(document, name, "");
        return text.isEmpty() ? null : text;
    }
}
