package dev.hearth.services.logs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON value of a log event, as far as filter patterns look at it. */
sealed interface Json {

    record Members(Map<String, Json> members) implements Json {}

    record Elements(List<Json> elements) implements Json {}

    /** A string or a number, as it is written. */
    record Scalar(String text) implements Json {}

    record Flag(boolean value) implements Json {}

    record Null() implements Json {}

    /** The message as a JSON object or array; empty when it is not one. */
    static Optional<Json> parse(String message) {
        String text = message.strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try (JsonParser parser = Reading.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Json value = Reading.value(parser);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The parser's events as values; its own limits on depth and length hold. */
    final class Reading {
        private static final JsonFactory FACTORY = new JsonFactory();

        private Reading() {}

        private static Json value(JsonParser parser) {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.START_OBJECT) {
                return members(parser);
            }
            if (token == JsonToken.START_ARRAY) {
                return elements(parser);
            }
            if (token == JsonToken.VALUE_NULL) {
                return new Null();
            }
            if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                return new Flag(token == JsonToken.VALUE_TRUE);
            }
            return new Scalar(parser.getString());
        }

        private static Json members(JsonParser parser) {
            Map<String, Json> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, value(parser));
            }
            return new Members(members);
        }

        private static Json elements(JsonParser parser) {
            List<Json> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser));
            }
            return new Elements(elements);
        }
    }
}
