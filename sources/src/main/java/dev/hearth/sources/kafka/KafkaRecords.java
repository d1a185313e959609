package dev.hearth.sources.kafka;

import dev.hearth.services.pollerfleet.EventSource.Item;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * Records as a function sees them (developer guide, "Using Lambda with self-managed Apache Kafka", example event).
 *
 * @param servers the cluster's addresses, with commas between
 */
record KafkaRecords(String servers) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** The record {@code topic-partition-offset}. */
    static Item item(ConsumerRecord<byte[], byte[]> record) {
        String lane = record.topic() + "-" + record.partition();
        return new Item(
                lane + "-" + record.offset(),
                lane,
                bytes(json(record, false)),
                bytes(json(record, true)),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                null);
    }

    /** The offset that an item's name ends with. */
    static long offset(Item item) {
        return Long.parseLong(item.id().substring(item.lane().length() + 1));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    /** @param parsed whether key and value stand as what they are, for filters, and not as base64 */
    private static String json(ConsumerRecord<byte[], byte[]> record, boolean parsed) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("topic", record.topic());
            json.writeNumberProperty("partition", record.partition());
            json.writeNumberProperty("offset", record.offset());
            json.writeNumberProperty("timestamp", record.timestamp());
            json.writeStringProperty(
                    "timestampType",
                    record.timestampType() == TimestampType.LOG_APPEND_TIME ? "LOG_APPEND_TIME" : "CREATE_TIME");
            data(json, "key", record.key(), parsed);
            data(json, "value", record.value(), parsed);
            json.writeName("headers");
            json.writeStartArray();
            for (Header header : record.headers()) {
                header(json, header);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** A record without a key has no member of that name. */
    private static void data(JsonGenerator json, String name, byte @Nullable [] data, boolean parsed) {
        if (data == null) {
            return;
        }
        json.writeName(name);
        if (!parsed) {
            json.writeString(Base64.getEncoder().encodeToString(data));
            return;
        }
        String text = text(data);
        if (text == null) {
            json.writeString(Base64.getEncoder().encodeToString(data));
        } else if (isJson(text)) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }

    /** The bytes are signed, as Java's are. */
    private static void header(JsonGenerator json, Header header) {
        json.writeStartObject();
        json.writeName(header.key());
        json.writeStartArray();
        byte[] value = header.value();
        for (int i = 0; value != null && i < value.length; i++) {
            json.writeNumber(value[i]);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static @Nullable String text(byte[] data) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static boolean isJson(String text) {
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

    ByteBuffer event(List<Item> batch) {
        Map<String, List<Item>> byLane = byLane(batch);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, "{\"eventSource\":\"SelfManagedKafka\",\"bootstrapServers\":" + quoted(servers) + ",\"records\":{");
        String comma = "";
        for (Map.Entry<String, List<Item>> lane : byLane.entrySet()) {
            put(out, comma + quoted(lane.getKey()) + ":[");
            comma = "";
            for (Item item : lane.getValue()) {
                put(out, comma);
                ByteBuffer json = item.json().duplicate();
                byte[] bytes = new byte[json.remaining()];
                json.get(bytes);
                out.writeBytes(bytes);
                comma = ",";
            }
            put(out, "]");
            comma = ",";
        }
        put(out, "}}");
        return ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer();
    }

    private static Map<String, List<Item>> byLane(List<Item> batch) {
        Map<String, List<Item>> byLane = new TreeMap<>();
        batch.forEach(item ->
                byLane.computeIfAbsent(item.lane(), _ -> new ArrayList<>()).add(item));
        return byLane;
    }

    String batchInfo(List<Item> batch) {
        StringBuilder lanes = new StringBuilder();
        byLane(batch)
                .forEach((lane, items) -> lanes.append(lanes.isEmpty() ? "" : ",")
                        .append(quoted(lane))
                        .append(":{\"firstRecordOffset\":\"")
                        .append(offset(items.getFirst()))
                        .append("\",\"lastRecordOffset\":\"")
                        .append(offset(items.getLast()))
                        .append("\",\"firstRecordTimestamp\":\"")
                        .append(items.getFirst().arrived())
                        .append("\",\"lastRecordTimestamp\":\"")
                        .append(items.getLast().arrived())
                        .append("\"}"));
        return "\"KafkaBatchInfo\":{\"batchSize\":" + batch.size() + ",\"bootstrapServers\":" + quoted(servers)
                + ",\"payloadSize\":" + event(batch).remaining() + ",\"recordsInfo\":{" + lanes + "}}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }

    private static void put(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
