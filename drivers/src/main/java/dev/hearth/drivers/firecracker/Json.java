package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Firecracker's JSON: records of {@link ApiWords} and maps to text, text to maps. A record's component {@code fooBar}
 * is {@code foo_bar} there; null is left out.
 */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            List<Component> components = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                components.add(new Component(snakeCase(component.getName()), component));
            }
            return components;
        }
    };

    private record Component(String name, RecordComponent component) {

        @Nullable
        Object of(Object value) {
            try {
                return component.getAccessor().invoke(value);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private Json() {}

    static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** The text of a record, map, list, word, string, number or truth value. */
    static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case ApiWords.Word word -> json.writeString(word.wire());
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(each -> write(json, each));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, each) -> {
                    json.writeName(name.toString());
                    write(json, each);
                });
                json.writeEndObject();
            }
            case Record fields -> writeRecord(json, fields);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private static void writeRecord(JsonGenerator json, Record fields) {
        json.writeStartObject();
        for (Component component : COMPONENTS.get(fields.getClass())) {
            Object value = component.of(fields);
            if (value != null) {
                json.writeName(component.name());
                write(json, value);
            }
        }
        json.writeEndObject();
    }

    /** The object that {@code text} is. */
    static Map<String, @Nullable Object> object(String text) throws IOException {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, @Nullable Object> object = readObject(json);
                if (json.nextToken() == null) {
                    return object;
                }
            }
            throw new IOException("not a JSON object");
        } catch (JacksonException malformed) {
            throw new IOException(malformed.getOriginalMessage(), malformed);
        }
    }

    private static Map<String, @Nullable Object> readObject(JsonParser json) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            object.put(name, read(json));
        }
        return object;
    }

    private static @Nullable Object read(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> readObject(json);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(json));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getString();
        };
    }
}
