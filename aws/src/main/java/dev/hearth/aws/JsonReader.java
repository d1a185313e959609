package dev.hearth.aws;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON body on its way into the SDK's types. Members that a type does not have are skipped, as AWS does; a value
 * of the wrong type is refused in AWS's words.
 */
final class JsonReader {

    /** How deep arrays and objects may stand in each other. */
    static final int MAX_DEPTH = 128;

    static final int MAX_NUMBER_CHARS = 400;
    static final int MAX_NAME_CHARS = 8192;

    /** How much of what the parser says is passed on. */
    static final int PARSER_CHARS = 500;

    /** A body's limit is the edge's; a string in it may be as long as it. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxStringLength(Limits.CODE_BODY_BYTES)
                    .build())
            // Names are the callers' to choose: a table of them that outlives the request could be filled.
            .disable(tools.jackson.core.TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final JsonParser json;

    private JsonReader(JsonParser json) {
        this.json = json;
    }

    /**
     * Fills {@code builder} with the members {@code fields} of the object that {@code body} is; an empty body is
     * {@code {}}.
     */
    static void read(ByteBuffer body, Map<String, SdkField<?>> fields, SdkPojo builder) {
        if (!body.hasRemaining()) {
            return;
        }
        int start = body.arrayOffset() + body.position();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body.array(), start, body.remaining())) {
            JsonReader reader = new JsonReader(json);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw EdgeError.SERIALIZATION.because("Start of structure or map expected");
            }
            reader.members(fields, builder);
            if (json.nextToken() != null) {
                throw EdgeError.SERIALIZATION.because("Unexpected content after the end of the document");
            }
        } catch (JacksonException malformed) {
            throw EdgeError.SERIALIZATION.because(Scalars.shown(malformed.getOriginalMessage(), PARSER_CHARS));
        }
    }

    private void members(Map<String, SdkField<?>> fields, SdkPojo builder) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            SdkField<?> field = fields.get(name);
            JsonToken token = json.nextToken();
            if (field == null) {
                json.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                field.set(builder, value(field, token));
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw EdgeError.SERIALIZATION.because("Unexpected end of input");
        }
    }

    private Object value(SdkField<?> field, JsonToken token) {
        MarshallingType<?> type = field.marshallingType();
        return switch (type.getKnownType()) {
            case STRING -> need(token, JsonToken.VALUE_STRING, type) ? json.getString() : "";
            case INTEGER -> Math.toIntExact(integer(token, type, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> integer(token, type, Long.MIN_VALUE, Long.MAX_VALUE);
            case SHORT -> (short) integer(token, type, Short.MIN_VALUE, Short.MAX_VALUE);
            case BYTE -> (byte) integer(token, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case FLOAT -> (float) number(token, type);
            case DOUBLE -> number(token, type);
            case BIG_DECIMAL -> decimal(token, type);
            case BOOLEAN -> truth(token, type);
            case INSTANT -> instant(field, token);
            case SDK_BYTES -> bytes(token, type);
            case LIST -> list(field, token);
            case MAP -> map(field, token);
            case SDK_POJO -> pojo(field, token);
            case DOCUMENT -> document(token);
            case NULL -> throw Scalars.cannot(token.name(), type);
        };
    }

    private boolean need(JsonToken token, JsonToken wanted, MarshallingType<?> type) {
        if (token != wanted) {
            throw unexpected(token, type);
        }
        return true;
    }

    private static Refusal unexpected(JsonToken token, MarshallingType<?> type) {
        return switch (token) {
            case START_OBJECT -> EdgeError.SERIALIZATION.because("Start of structure or map found where not expected.");
            case START_ARRAY -> EdgeError.SERIALIZATION.because("Start of list found where not expected");
            case VALUE_STRING -> Scalars.cannot("STRING_VALUE", type);
            case VALUE_NUMBER_INT -> Scalars.cannot("NUMBER_VALUE", type);
            case VALUE_NUMBER_FLOAT -> Scalars.cannot("DECIMAL_VALUE", type);
            case VALUE_TRUE -> Scalars.cannot("TRUE_VALUE", type);
            case VALUE_FALSE -> Scalars.cannot("FALSE_VALUE", type);
            case VALUE_NULL -> Scalars.cannot("NULL_VALUE", type);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                EdgeError.SERIALIZATION.because("Unexpected token");
        };
    }

    private long integer(JsonToken token, MarshallingType<?> type, long least, long most) {
        need(token, JsonToken.VALUE_NUMBER_INT, type);
        long value = json.getLongValue();
        if (value < least || value > most) {
            throw Scalars.cannot("NUMBER_VALUE", type);
        }
        return value;
    }

    private double number(JsonToken token, MarshallingType<?> type) {
        if (token == JsonToken.VALUE_STRING) {
            return switch (json.getString()) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw unexpected(token, type);
            };
        }
        if (!token.isNumeric()) {
            throw unexpected(token, type);
        }
        return json.getDoubleValue();
    }

    private Object decimal(JsonToken token, MarshallingType<?> type) {
        if (!token.isNumeric()) {
            throw unexpected(token, type);
        }
        return json.getDecimalValue();
    }

    private Boolean truth(JsonToken token, MarshallingType<?> type) {
        if (!token.isBoolean()) {
            throw unexpected(token, type);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private Instant instant(SdkField<?> field, JsonToken token) {
        Format format = Timestamps.format(field, Format.UNIX_TIMESTAMP);
        if (token.isNumeric()) {
            boolean number = format == Format.UNIX_TIMESTAMP_MILLIS;
            return Timestamps.read(json.getDecimalValue(), number ? format : Format.UNIX_TIMESTAMP);
        }
        need(token, JsonToken.VALUE_STRING, field.marshallingType());
        return Timestamps.read(json.getString(), format == Format.RFC_822 ? format : Format.ISO_8601);
    }

    private SdkBytes bytes(JsonToken token, MarshallingType<?> type) {
        need(token, JsonToken.VALUE_STRING, type);
        return SdkBytes.fromByteArrayUnsafe(json.getBinaryValue());
    }

    private List<Object> list(SdkField<?> field, JsonToken token) {
        if (token != JsonToken.START_ARRAY) {
            throw EdgeError.SERIALIZATION.because("Expected list or null");
        }
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> list = new ArrayList<>();
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            list.add(value(member, next));
        }
        return list;
    }

    private Map<String, Object> map(SdkField<?> field, JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            throw EdgeError.SERIALIZATION.because("Expected map or null");
        }
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            map.put(name, value(member, json.nextToken()));
        }
        return map;
    }

    private Object pojo(SdkField<?> field, JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            throw EdgeError.SERIALIZATION.because("Expected structure or null");
        }
        SdkPojo builder = field.constructor().get();
        members(Shape.of(builder).byName(), builder);
        return ((Buildable) builder).build();
    }

    private Document document(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Document> map = new LinkedHashMap<>();
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    map.put(name, document(json.nextToken()));
                }
                yield Document.fromMap(map);
            }
            case START_ARRAY -> {
                List<Document> list = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    list.add(document(next));
                }
                yield Document.fromList(list);
            }
            case VALUE_STRING -> Document.fromString(json.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(json.getString());
            case VALUE_TRUE, VALUE_FALSE -> Document.fromBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> Document.fromNull();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw EdgeError.SERIALIZATION.because("Unexpected token");
        };
    }
}
