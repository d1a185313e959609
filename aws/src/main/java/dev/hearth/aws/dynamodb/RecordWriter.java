package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.StreamRecord;
import dev.hearth.neighbours.dynamodb.Streams;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JsonGenerator;

/** Records of streams into JSON. */
final class RecordWriter {

    private RecordWriter() {}

    static void members(JsonGenerator json, Streams.Source source, Streams.Entry entry, String region) {
        StreamRecord record = entry.record();
        String sequence = Streams.sequenceNumber(entry.sequence());
        json.writeStringProperty("eventID", id(source.arn() + sequence));
        json.writeStringProperty("eventName", record.event());
        json.writeStringProperty("eventVersion", "1.1");
        json.writeStringProperty("eventSource", "aws:dynamodb");
        json.writeStringProperty("awsRegion", region);
        json.writeName("dynamodb");
        json.writeStartObject();
        json.writeNumberProperty("ApproximateCreationDateTime", record.createdMillis() / 1000);
        ValueWriter.member(json, "Keys", record.keys());
        if (record.newImage() != null) {
            ValueWriter.member(json, "NewImage", record.newImage());
        }
        if (record.oldImage() != null) {
            ValueWriter.member(json, "OldImage", record.oldImage());
        }
        json.writeStringProperty("SequenceNumber", sequence);
        json.writeNumberProperty("SizeBytes", record.size());
        json.writeStringProperty("StreamViewType", source.stream().view());
        json.writeEndObject();
    }

    /** Who removes items whose time is over; the API and functions' events name the members differently. */
    static void identity(JsonGenerator json, String principal, String type) {
        json.writeName("userIdentity");
        json.writeStartObject();
        json.writeStringProperty(principal, "dynamodb.amazonaws.com");
        json.writeStringProperty(type, "Service");
        json.writeEndObject();
    }

    /** The same for the same record, however often it is read. */
    private static String id(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
