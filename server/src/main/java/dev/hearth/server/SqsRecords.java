package dev.hearth.server;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.sqs.MessageAttribute;
import dev.hearth.neighbours.sqs.Received;
import dev.hearth.neighbours.sqs.Sent;
import dev.hearth.neighbours.sqs.StoredMessage;
import dev.hearth.services.pollerfleet.EventSource;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Messages as a function sees them (developer guide, "Using Lambda with Amazon SQS", example events).
 *
 * @param queueArn the queue
 * @param fifo whether it is a FIFO queue
 */
record SqsRecords(String queueArn, boolean fifo, AwsScope scope) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    EventSource.Item item(Received received) {
        StoredMessage.Content content = received.message().content();
        return new EventSource.Item(
                content.messageId(),
                "",
                bytes(record(received, false)),
                bytes(record(received, true)),
                Instant.ofEpochMilli(content.sentMillis()),
                content.traceHeader());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    /** The event of a batch. */
    static ByteBuffer event(List<EventSource.Item> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("{\"Records\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            ByteBuffer json = batch.get(i).json().duplicate();
            byte[] record = new byte[json.remaining()];
            json.get(record);
            out.writeBytes(record);
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer();
    }

    /** @param parsed whether a body that is a JSON object stands as one, for filters */
    private String record(Received received, boolean parsed) {
        StoredMessage.Content content = received.message().content();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("messageId", content.messageId());
            json.writeStringProperty("receiptHandle", received.receiptHandle());
            json.writeName("body");
            if (parsed && isObject(content.body())) {
                json.writeRawValue(content.body());
            } else {
                json.writeString(content.body());
            }
            attributes(json, received);
            json.writeName("messageAttributes");
            json.writeStartObject();
            new TreeMap<>(content.attributes()).forEach((name, value) -> attribute(json, name, value));
            json.writeEndObject();
            if (!content.attributes().isEmpty()) {
                json.writeStringProperty("md5OfMessageAttributes", Sent.digest(content.attributes()));
            }
            json.writeStringProperty("md5OfBody", Sent.digest(content.body()));
            json.writeStringProperty("eventSource", "aws:sqs");
            json.writeStringProperty("eventSourceARN", queueArn);
            json.writeStringProperty("awsRegion", scope.region());
            json.writeEndObject();
        }
        return text.toString();
    }

    private void attributes(JsonGenerator json, Received received) {
        StoredMessage message = received.message();
        StoredMessage.Content content = message.content();
        json.writeName("attributes");
        json.writeStartObject();
        json.writeStringProperty("ApproximateReceiveCount", String.valueOf(message.receiveCount()));
        if (content.traceHeader() != null) {
            json.writeStringProperty("AWSTraceHeader", content.traceHeader());
        }
        json.writeStringProperty("SentTimestamp", String.valueOf(content.sentMillis()));
        if (fifo) {
            json.writeStringProperty("SequenceNumber", Received.sequenceNumber(message.sequence()));
        }
        if (content.groupId() != null) {
            json.writeStringProperty("MessageGroupId", content.groupId());
        }
        json.writeStringProperty("SenderId", scope.account());
        if (content.deduplicationId() != null) {
            json.writeStringProperty("MessageDeduplicationId", content.deduplicationId());
        }
        if (content.sourceArn() != null) {
            json.writeStringProperty("DeadLetterQueueSourceArn", content.sourceArn());
        }
        json.writeStringProperty("ApproximateFirstReceiveTimestamp", String.valueOf(message.firstReceivedMillis()));
        json.writeEndObject();
    }

    private static void attribute(JsonGenerator json, String name, MessageAttribute value) {
        json.writeName(name);
        json.writeStartObject();
        byte[] bytes = value.bytes();
        if (bytes == null) {
            json.writeStringProperty("stringValue", value.text());
        } else {
            json.writeStringProperty("binaryValue", Base64.getEncoder().encodeToString(bytes));
        }
        for (String list : List.of("stringListValues", "binaryListValues")) {
            json.writeName(list);
            json.writeStartArray();
            json.writeEndArray();
        }
        json.writeStringProperty("dataType", value.type());
        json.writeEndObject();
    }

    private static boolean isObject(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (JacksonException notJson) {
            return false;
        }
    }
}
