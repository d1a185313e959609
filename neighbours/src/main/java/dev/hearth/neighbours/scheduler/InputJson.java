package dev.hearth.neighbours.scheduler;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** What the scheduler reads of JSON inputs. */
final class InputJson {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private InputJson() {}

    static boolean isWellFormed(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (JacksonException notJson) {
            return false;
        }
    }

    /** The members that are texts; null when {@code text} is not one JSON object, or has others. */
    static @Nullable Map<String, String> texts(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    return null;
                }
                members.put(name, json.getString());
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null ? members : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** {@code text} as it stands between the quotes of JSON. */
    static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    }
}
