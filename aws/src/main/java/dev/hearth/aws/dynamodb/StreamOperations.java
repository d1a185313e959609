package dev.hearth.aws.dynamodb;

import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Streams;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Reading streams. An iterator carries all that it knows: its stream and the record it stands behind. */
final class StreamOperations {

    private static final int MAX_STREAMS = 100;
    private static final int MAX_RECORDS = 1_000;

    private final Streams streams;

    StreamOperations(DynamoDb room) {
        this.streams = room.streams();
    }

    Answer list(Members request) {
        Long limit = request.number("Limit");
        new Constraints()
                .atLeast(limit, 1, "limit")
                .atMost(limit, MAX_STREAMS, "limit")
                .check();
        String after = request.text("ExclusiveStartStreamArn");
        List<Streams.Source> all = streams.list(request.text("TableName")).stream()
                .filter(each -> after == null || each.arn().compareTo(after) > 0)
                .toList();
        int most = Math.min(all.size(), limit == null ? MAX_STREAMS : limit.intValue());
        return Answers.of(json -> {
            json.writeName("Streams");
            json.writeStartArray();
            for (Streams.Source each : all.subList(0, most)) {
                json.writeStartObject();
                named(json, each);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (most < all.size()) {
                json.writeStringProperty(
                        "LastEvaluatedStreamArn", all.get(most - 1).arn());
            }
        });
    }

    private static void named(JsonGenerator json, Streams.Source source) {
        json.writeStringProperty("StreamArn", source.arn());
        json.writeStringProperty("TableName", source.table().name());
        json.writeStringProperty("StreamLabel", source.stream().label());
    }

    private static boolean isEnabled(Streams.Source source) {
        return source.stream().disabledMillis() == 0;
    }

    private Streams.Source source(Members request) {
        new Constraints().notNull(request.text("StreamArn"), "streamArn").check();
        return streams.get(request.text("StreamArn", ""));
    }

    Answer describe(Members request) {
        Streams.Source source = source(request);
        String after = request.text("ExclusiveStartShardId");
        return Answers.of(json -> {
            json.writeName("StreamDescription");
            json.writeStartObject();
            named(json, source);
            json.writeStringProperty("StreamStatus", isEnabled(source) ? "ENABLED" : "DISABLED");
            json.writeStringProperty("StreamViewType", source.stream().view());
            json.writeName("CreationRequestDateTime");
            TableWriter.seconds(json, source.stream().createdMillis());
            json.writeName("KeySchema");
            json.writeStartArray();
            key(json, source.table().keys().hash().name(), "HASH");
            if (source.table().keys().range() != null) {
                key(json, source.table().keys().range().name(), "RANGE");
            }
            json.writeEndArray();
            json.writeName("Shards");
            json.writeStartArray();
            if (after == null || after.compareTo(source.shard()) < 0) {
                shard(json, source);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void key(JsonGenerator json, String name, String type) {
        json.writeStartObject();
        json.writeStringProperty("AttributeName", name);
        json.writeStringProperty("KeyType", type);
        json.writeEndObject();
    }

    private void shard(JsonGenerator json, Streams.Source source) {
        json.writeStartObject();
        json.writeStringProperty("ShardId", source.shard());
        json.writeName("SequenceNumberRange");
        json.writeStartObject();
        json.writeStringProperty(
                "StartingSequenceNumber", Streams.sequenceNumber(source.stream().createdMillis() * 1000));
        if (!isEnabled(source)) {
            json.writeStringProperty(
                    "EndingSequenceNumber",
                    Streams.sequenceNumber(
                            Math.max(streams.newest(source), source.stream().createdMillis() * 1000)));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    Answer iterator(Members request) {
        String type = request.text("ShardIteratorType");
        new Constraints()
                .notNull(request.text("StreamArn"), "streamArn")
                .notNull(request.text("ShardId"), "shardId")
                .notNull(type, "shardIteratorType")
                .oneOf(
                        type,
                        "shardIteratorType",
                        "AFTER_SEQUENCE_NUMBER",
                        "LATEST",
                        "AT_SEQUENCE_NUMBER",
                        "TRIM_HORIZON")
                .check();
        Streams.Source source = source(request);
        if (!source.shard().equals(request.text("ShardId"))) {
            throw DynamoDbError.NOT_FOUND.because("Requested resource not found: Shard: " + request.text("ShardId")
                    + " in Stream: " + source.arn() + " not found");
        }
        long after = switch (type) {
            case "LATEST" -> streams.newest(source);
            case "AFTER_SEQUENCE_NUMBER" -> sequence(request);
            case "AT_SEQUENCE_NUMBER" -> sequence(request) - 1;
            case null, default -> 0;
        };
        return Answers.of(json -> json.writeStringProperty("ShardIterator", iterator(source, after)));
    }

    private static long sequence(Members request) {
        String number = request.text("SequenceNumber");
        if (number == null) {
            throw DynamoDbError.invalid("The SequenceNumber parameter is required with that ShardIteratorType");
        }
        long sequence = Streams.sequence(number);
        if (sequence < 0) {
            throw DynamoDbError.invalid("Invalid SequenceNumber");
        }
        return sequence;
    }

    private static String iterator(Streams.Source source, long after) {
        String text = source.stream().id() + "/" + after;
        return source.arn() + "|1|" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    Answer records(Members request, String region) {
        String iterator = request.text("ShardIterator");
        Long limit = request.number("Limit");
        new Constraints()
                .notNull(iterator, "shardIterator")
                .atLeast(limit, 1, "limit")
                .atMost(limit, MAX_RECORDS, "limit")
                .check();
        String[] parts = iterator == null ? new String[0] : iterator.split("\\|");
        long after = after(parts);
        Streams.Source source = streams.get(parts[0]);
        int most = limit == null ? MAX_RECORDS : limit.intValue();
        List<Streams.Entry> entries = streams.read(source, after, most);
        String next = next(source, entries, after);
        return Answers.of(json -> {
            json.writeName("Records");
            json.writeStartArray();
            for (Streams.Entry each : entries) {
                json.writeStartObject();
                RecordWriter.members(json, source, each, region);
                if (each.record().expired()) {
                    RecordWriter.identity(json, "PrincipalId", "Type");
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            if (next != null) {
                json.writeStringProperty("NextShardIterator", next);
            }
        });
    }

    private static long after(String[] parts) {
        try {
            String text = new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8);
            return Long.parseLong(text.substring(text.indexOf('/') + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException bad) {
            throw DynamoDbError.invalid("Invalid ShardIterator");
        }
    }

    /** None behind the last record of a stream that is written no more. */
    private static @Nullable String next(Streams.Source source, List<Streams.Entry> entries, long after) {
        if (entries.isEmpty()) {
            return isEnabled(source) ? iterator(source, after) : null;
        }
        return iterator(source, entries.getLast().sequence());
    }
}
