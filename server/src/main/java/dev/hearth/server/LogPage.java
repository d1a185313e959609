package dev.hearth.server;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * One page of CloudWatch Logs' {@code FilterLogEvents}, as far as {@code logs} shows it.
 *
 * @param events oldest first
 * @param nextToken of the next page, or empty
 */
record LogPage(List<Event> events, String nextToken) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * One event.
     *
     * @param id unique in its group
     * @param timestampMillis when it happened
     * @param message its text
     */
    record Event(String id, long timestampMillis, String message) {}

    /** The request for a page of {@code group} from {@code startMillis}; {@code token} is empty for the first page. */
    static String request(String group, long startMillis, String token) {
        String next = token.isEmpty() ? "" : ",\"nextToken\":" + quoted(token);
        return "{\"logGroupName\":" + quoted(group) + ",\"startTime\":" + startMillis + next + "}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    static LogPage parse(byte[] json) {
        List<Event> events = new ArrayList<>();
        String token = "";
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("nextToken") && value == JsonToken.VALUE_STRING) {
                    token = parser.getString();
                } else if (name.equals("events") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        events.add(event(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new LogPage(List.copyOf(events), token);
    }

    private static Event event(JsonParser parser) {
        String id = "";
        String message = "";
        long timestamp = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "eventId" -> id = parser.getString();
                case "message" -> message = parser.getString();
                case "timestamp" -> timestamp = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new Event(id, timestamp, message);
    }
}
