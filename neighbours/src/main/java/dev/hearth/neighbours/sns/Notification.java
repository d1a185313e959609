package dev.hearth.neighbours.sns;

import dev.hearth.neighbours.outbox.Parcel;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a subscriber gets (developer guide, "Parsing Amazon SNS message formats", "Using AWS Lambda with Amazon SNS").
 * Messages are not signed: the signature's members are there and empty.
 *
 * @param message for this subscriber's protocol
 * @param timestamp ISO 8601 with milliseconds
 */
record Notification(
        String messageId,
        @Nullable String sequenceNumber,
        String topicArn,
        @Nullable String subject,
        String message,
        String timestamp,
        Map<String, Parcel.Attribute> attributes,
        String unsubscribeUrl) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** The envelope that SQS, HTTP and email subscribers get. */
    String envelope() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("Type", "Notification");
            json.writeStringProperty("MessageId", messageId);
            if (sequenceNumber != null) {
                json.writeStringProperty("SequenceNumber", sequenceNumber);
            }
            json.writeStringProperty("TopicArn", topicArn);
            if (subject != null) {
                json.writeStringProperty("Subject", subject);
            }
            json.writeStringProperty("Message", message);
            json.writeStringProperty("Timestamp", timestamp);
            json.writeStringProperty("SignatureVersion", "1");
            json.writeStringProperty("Signature", "");
            json.writeStringProperty("SigningCertURL", "");
            json.writeStringProperty("UnsubscribeURL", unsubscribeUrl);
            if (!attributes.isEmpty()) {
                writeAttributes(json);
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    /** The event of a function. */
    String lambdaEvent(String subscriptionArn) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName("Records");
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringProperty("EventSource", "aws:sns");
            json.writeStringProperty("EventVersion", "1.0");
            json.writeStringProperty("EventSubscriptionArn", subscriptionArn);
            json.writeName("Sns");
            json.writeStartObject();
            json.writeStringProperty("Type", "Notification");
            json.writeStringProperty("MessageId", messageId);
            json.writeStringProperty("TopicArn", topicArn);
            json.writeName("Subject");
            json.writeString(subject);
            json.writeStringProperty("Message", message);
            json.writeStringProperty("Timestamp", timestamp);
            json.writeStringProperty("SignatureVersion", "1");
            json.writeStringProperty("Signature", "");
            json.writeStringProperty("SigningCertUrl", "");
            json.writeStringProperty("UnsubscribeUrl", unsubscribeUrl);
            writeAttributes(json);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private void writeAttributes(JsonGenerator json) {
        json.writeName("MessageAttributes");
        json.writeStartObject();
        new TreeMap<>(attributes).forEach((name, attribute) -> {
            json.writeName(name);
            json.writeStartObject();
            json.writeStringProperty("Type", attribute.type());
            json.writeStringProperty("Value", attribute.value());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    /** What asks an endpoint outside AWS whether it wants the subscription. */
    static String confirmation(String messageId, String token, String topicArn, String timestamp, String link) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("Type", "SubscriptionConfirmation");
            json.writeStringProperty("MessageId", messageId);
            json.writeStringProperty("Token", token);
            json.writeStringProperty("TopicArn", topicArn);
            json.writeStringProperty(
                    "Message",
                    "You have chosen to subscribe to the topic " + topicArn
                            + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.");
            json.writeStringProperty("SubscribeURL", link);
            json.writeStringProperty("Timestamp", timestamp);
            json.writeStringProperty("SignatureVersion", "1");
            json.writeStringProperty("Signature", "");
            json.writeStringProperty("SigningCertURL", "");
            json.writeEndObject();
        }
        return text.toString();
    }
}
