package dev.hearth.neighbours.sqs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the flat JSON objects of SQS's attributes: members are scalars or arrays of scalars. */
final class SmallJson {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private SmallJson() {}

    /** The members of the object {@code text}, a scalar as one value; null when it is no such object. */
    static @Nullable Map<String, List<String>> object(String text) {
        Map<String, List<String>> members = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                List<String> values = new ArrayList<>();
                if (!value(json, values)) {
                    return null;
                }
                members.put(name, values);
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null ? members : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static boolean value(JsonParser json, List<String> values) {
        JsonToken token = json.nextToken();
        if (token == JsonToken.START_ARRAY) {
            for (token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (!token.isScalarValue()) {
                    return false;
                }
                values.add(json.getString());
            }
            return true;
        }
        if (token == null || !token.isScalarValue()) {
            return false;
        }
        values.add(json.getString());
        return true;
    }

    /** Whether {@code text} is one JSON object, whatever is in it. */
    static boolean isObject(String text) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (JacksonException notJson) {
            return false;
        }
    }

    static String first(Map<String, List<String>> object, String name) {
        List<String> values = object.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
