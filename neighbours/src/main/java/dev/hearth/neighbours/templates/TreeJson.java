package dev.hearth.neighbours.templates;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Trees from and to JSON. */
final class TreeJson {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Tree.MAX_DEPTH)
                    .build())
            .disable(tools.jackson.core.TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    /** Places before or behind a number's point that an exponent may make. */
    private static final int MAX_SCALE = 1_000;

    private TreeJson() {}

    static @Nullable Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    Object member = value(json, json.nextToken());
                    if (member != null) {
                        map.put(name, member);
                    }
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    Object element = value(json, next);
                    if (element != null) {
                        list.add(element);
                    }
                }
                yield list;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> {
                Number number = json.getNumberValue();
                yield number instanceof Integer || number instanceof Long
                        ? (Object) number.longValue()
                        : new BigDecimal(json.getString());
            }
            case VALUE_NUMBER_FLOAT -> decimal(json.getDecimalValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw TemplateFault.format("JSON not well-formed.");
        };
    }

    /** A number is written out in places: one with a huge exponent would fill the memory. */
    private static BigDecimal decimal(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw TemplateFault.format("JSON not well-formed.");
        }
        return number;
    }

    static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, member) -> {
                    json.writeName(String.valueOf(name));
                    write(json, member);
                });
                json.writeEndObject();
            }
            case Collection<?> list -> {
                json.writeStartArray();
                list.forEach(element -> write(json, element));
                json.writeEndArray();
            }
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Number number -> json.writeNumber(new BigDecimal(number.toString()));
            case Object other -> json.writeString(other.toString());
        }
    }
}
