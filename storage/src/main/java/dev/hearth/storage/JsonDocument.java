package dev.hearth.storage;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON documents of a row, as maps of text, whole numbers, truth values, lists and maps. */
final class JsonDocument {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonDocument() {}

    static String write(Map<String, ?> document) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            writeValue(json, document);
        }
        return out.toString();
    }

    private static void writeValue(JsonGenerator json, Object value) {
        switch (value) {
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(element -> writeValue(json, element));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, member) -> {
                    json.writeName((String) name);
                    writeValue(json, member);
                });
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("not a document's value: " + value.getClass());
        }
    }

    static Map<String, Object> read(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            return readObject(json);
        }
    }

    private static Map<String, Object> readObject(JsonParser json) {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            object.put(name, readValue(json));
        }
        return object;
    }

    private static Object readValue(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> readObject(json);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(json));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> {
                // A Long only where an Integer does not hold it.
                Number number = json.getNumberValue();
                yield number instanceof Integer ? number : Long.valueOf(number.longValue());
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> json.getString();
            case null, default -> throw new IllegalStateException("not a document's value: " + json.currentToken());
        };
    }

    /** The object {@code name} of a document, empty when it is missing. */
    static Map<String, Object> object(Map<String, Object> document, String name) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (document.get(name) instanceof Map<?, ?> found) {
            found.forEach((key, value) -> object.put((String) key, value));
        }
        return object;
    }

    /** The objects of the list {@code name} of a document, none when it is missing. */
    static List<Map<String, Object>> objects(Map<String, Object> document, String name) {
        return document.get(name) instanceof List<?> found
                ? found.stream()
                        .map(element -> object(Map.of("element", element), "element"))
                        .toList()
                : List.of();
    }

    /** The texts of the list {@code name} of a document, none when it is missing. */
    static List<String> list(Map<String, Object> document, String name) {
        return document.get(name) instanceof List<?> found
                ? found.stream().map(String.class::cast).toList()
                : List.of();
    }

    /** The text {@code name} of a document, {@code absent} when it is missing. */
    static String text(Map<String, Object> document, String name, String absent) {
        return document.get(name) instanceof String text ? text : absent;
    }

    /** The number {@code name} of a document, {@code absent} when it is missing. */
    static int number(Map<String, Object> document, String name, int absent) {
        return document.get(name) instanceof Integer number ? number : absent;
    }

    /** The number {@code name} of a document, {@code absent} when it is missing. */
    static long longNumber(Map<String, Object> document, String name, long absent) {
        return document.get(name) instanceof Number number ? number.longValue() : absent;
    }

    /** The members of {@code object}, all of them texts. */
    static Map<String, String> strings(Map<String, Object> object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.forEach((name, value) -> strings.put(name, (String) value));
        return strings;
    }
}
