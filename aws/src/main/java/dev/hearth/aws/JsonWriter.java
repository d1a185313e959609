package dev.hearth.aws;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** The SDK's types on their way into JSON. Members that are not set are left out, as AWS does. */
final class JsonWriter {

    private final JsonGenerator json;

    private JsonWriter(JsonGenerator json) {
        this.json = json;
    }

    /** The object with the members {@code fields} of {@code pojo}. */
    static byte[] write(List<SdkField<?>> fields, SdkPojo pojo) {
        return bytes(json -> new JsonWriter(json).pojo(fields, pojo));
    }

    /** What {@code content} writes. */
    static byte[] bytes(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JsonReader.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }

    /** Whether a value was never set. */
    static boolean isUnset(Object value) {
        return value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
    }

    private void pojo(List<SdkField<?>> fields, SdkPojo pojo) {
        json.writeStartObject();
        for (SdkField<?> field : fields) {
            Object value = field.getValueOrDefault(pojo);
            if (!isUnset(value)) {
                json.writeName(field.unmarshallLocationName());
                value(field, value);
            }
        }
        json.writeEndObject();
    }

    private void value(SdkField<?> field, Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Short number -> json.writeNumber(number);
            case Byte number -> json.writeNumber(number.intValue());
            case Float number -> real(number);
            case Double number -> real(number);
            case BigDecimal number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Instant instant -> instant(field, instant);
            case SdkBytes bytes -> json.writeBinary(bytes.asByteArrayUnsafe());
            case List<?> list -> list(field, list);
            case Map<?, ?> map -> map(field, map);
            case SdkPojo nested -> pojo(Shape.of(nested).fields(), nested);
            case Document document -> document(document);
            case Object other -> throw new IllegalArgumentException("No JSON for " + other.getClass());
        }
    }

    private void real(double number) {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(Double.toString(number));
        }
    }

    private void instant(SdkField<?> field, Instant instant) {
        switch (Timestamps.format(field, Format.UNIX_TIMESTAMP)) {
            case UNIX_TIMESTAMP -> json.writeNumber(Timestamps.seconds(instant));
            case UNIX_TIMESTAMP_MILLIS -> json.writeNumber(instant.toEpochMilli());
            case ISO_8601 -> json.writeString(Timestamps.write(instant, Format.ISO_8601));
            case RFC_822 -> json.writeString(Timestamps.write(instant, Format.RFC_822));
        }
    }

    private void list(SdkField<?> field, List<?> list) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        json.writeStartArray();
        list.forEach(value -> value(member, value));
        json.writeEndArray();
    }

    private void map(SdkField<?> field, Map<?, ?> map) {
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        json.writeStartObject();
        map.forEach((name, value) -> {
            json.writeName(name.toString());
            value(member, value);
        });
        json.writeEndObject();
    }

    private void document(Document document) {
        if (document.isMap()) {
            json.writeStartObject();
            document.asMap().forEach((name, value) -> {
                json.writeName(name);
                document(value);
            });
            json.writeEndObject();
        } else if (document.isList()) {
            json.writeStartArray();
            document.asList().forEach(this::document);
            json.writeEndArray();
        } else if (document.isString()) {
            json.writeString(document.asString());
        } else if (document.isNumber()) {
            SdkNumber number = document.asNumber();
            json.writeNumber(number.bigDecimalValue());
        } else if (document.isBoolean()) {
            json.writeBoolean(document.asBoolean());
        } else {
            json.writeNull();
        }
    }
}
