package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.DynamoDbError;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
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

/** JSON bodies as maps, lists, texts, numbers ({@link Long} and {@link BigDecimal}), truth values and nulls. */
final class JsonBody {

    /** Two levels for each of 32 of a document, and those around. */
    private static final int MAX_DEPTH = 100;

    private static final int MAX_TEXT = 16 << 20;
    private static final int FIRST_BYTES = 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_TEXT)
                    .build())
            // Names are the callers' to choose: a table of them that outlives the request could be filled.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private JsonBody() {}

    static Map<String, @Nullable Object> read(ByteBuffer body) {
        int start = body.arrayOffset() + body.position();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body.array(), start, body.remaining())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw DynamoDbError.SERIALIZATION.because("Start of structure or map expected");
            }
            Map<String, @Nullable Object> map = map(json);
            if (json.nextToken() != null) {
                throw DynamoDbError.SERIALIZATION.because("Unexpected content after the end of the document");
            }
            return map;
        } catch (JacksonException malformed) {
            throw DynamoDbError.SERIALIZATION.because("The request body is not valid JSON");
        }
    }

    private static Map<String, @Nullable Object> map(JsonParser json) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            map.put(name, value(json, json.nextToken()));
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw DynamoDbError.SERIALIZATION.because("Unexpected end of input");
        }
        return map;
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> json.getString();
            case START_OBJECT -> map(json);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    list.add(value(json, next));
                }
                yield list;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = json.getDecimalValue();
                yield token == JsonToken.VALUE_NUMBER_INT && number.precision() <= 18
                        ? (Object) number.longValue()
                        : number;
            }
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw DynamoDbError.SERIALIZATION.because("Unexpected token");
        };
    }

    /** The object whose members {@code content} writes. */
    static byte[] write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
