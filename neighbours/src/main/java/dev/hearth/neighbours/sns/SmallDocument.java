package dev.hearth.neighbours.sns;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The text members of a JSON object: what SNS reads of policies and of messages by protocol. */
final class SmallDocument {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private SmallDocument() {}

    /** The members that are texts; null when {@code text} is not one JSON object. */
    static @Nullable Map<String, String> texts(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    members.put(name, json.getString());
                } else {
                    json.skipChildren();
                }
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null ? members : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
