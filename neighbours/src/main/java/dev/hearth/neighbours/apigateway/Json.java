package dev.hearth.neighbours.apigateway;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** JSON as values: maps and lists in their order, strings, numbers, truth values and nulls. */
final class Json {

    /** How deep arrays and objects may stand in each other. */
    static final int MAX_DEPTH = 256;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(ApiLimits.DOCUMENT_CHARS)
                    .build())
            // Names are callers' to choose: a table of them that outlives the request could be filled.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private static final JsonFactory LOOSE = FACTORY.rebuild()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private Json() {}

    /** The value that {@code text} is, all of it. */
    static @Nullable Object read(String text) throws JacksonException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value that {@code text} is, all of it; an exception when it is no JSON. */
    static @Nullable Object read(byte[] text) throws JacksonException {
        return read(text, FACTORY);
    }

    /** The same of what people write by hand: names without quotes, single quotes, a comma at the end. */
    static @Nullable Object readLoose(byte[] text) throws JacksonException {
        return read(text, LOOSE);
    }

    private static @Nullable Object read(byte[] text, JsonFactory factory) throws JacksonException {
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new NotJson("No content to map due to end-of-input");
            }
            Object value = value(json, first);
            if (json.nextToken() != null) {
                throw new NotJson("Unexpected content after the end of the document");
            }
            return value;
        }
    }

    /** A parser of bytes, which are not copied where they are an array's. */
    static JsonParser parser(ByteBuffer text) {
        if (text.hasArray()) {
            int from = text.arrayOffset() + text.position();
            return FACTORY.createParser(ObjectReadContext.empty(), text.array(), from, text.remaining());
        }
        byte[] copy = new byte[text.remaining()];
        text.duplicate().get(copy);
        return FACTORY.createParser(ObjectReadContext.empty(), copy);
    }

    /** A text that is no JSON document. */
    private static final class NotJson extends JacksonException {
        private static final long serialVersionUID = 1L;

        NotJson(String message) {
            super(message, (Throwable) null);
        }
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    map.put(name, value(json, json.nextToken()));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    list.add(value(json, next));
                }
                yield list;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new NotJson("Unexpected token " + token);
        };
    }

    static byte[] bytes(Consumer<JsonGenerator> content) {
        Gathered bytes = new Gathered();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(json);
        }
        return bytes.all();
    }

    /** All bytes written; what comes in one piece, as up to 8,000 bytes do here, is copied once. */
    private static final class Gathered extends ByteArrayOutputStream {

        private Gathered() {
            super(0);
        }

        private byte[] all() {
            return count == buf.length ? buf : toByteArray();
        }
    }

    static String write(@Nullable Object value) {
        return new String(bytes(json -> write(json, value)), StandardCharsets.UTF_8);
    }

    static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String string -> json.writeString(string);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.doubleValue());
            case Boolean truth -> json.writeBoolean(truth);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(each -> write(json, each));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, each) -> {
                    json.writeName(String.valueOf(name));
                    write(json, each);
                });
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }
}
