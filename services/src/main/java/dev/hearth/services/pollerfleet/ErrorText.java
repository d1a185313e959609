package dev.hearth.services.pollerfleet;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What can be seen of a function's response. */
final class ErrorText {

    private static final JsonFactory JSON = new JsonFactory();

    private ErrorText() {}

    /** {@code errorMessage} of the object, or the whole when it has none. */
    static String message(String error) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), error)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean message = json.currentName().equals("errorMessage");
                    if (json.nextToken() == JsonToken.VALUE_STRING && message) {
                        return json.getString();
                    }
                    json.skipChildren();
                }
            }
        } catch (JacksonException malformed) {
            return error;
        }
        return error;
    }

    /** Whether {@code text} is one JSON value. */
    static boolean isJson(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            json.finishToken();
            return json.nextToken() == null;
        } catch (JacksonException malformed) {
            return false;
        }
    }
}
