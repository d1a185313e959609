package dev.hearth.services.pollerfleet;

import dev.hearth.services.pollerfleet.EventOutcome.Target;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@link EventOutcome} as the queue keeps it: one JSON object of texts and numbers, its targets a list of pairs. */
final class OutcomeText {

    private static final JsonFactory JSON = new JsonFactory();

    private OutcomeText() {}

    static String write(EventOutcome outcome) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("condition", outcome.condition());
            json.writeStringProperty("invokeCount", Integer.toString(outcome.invokeCount()));
            json.writeStringProperty("status", Integer.toString(outcome.status()));
            json.writeStringProperty("functionError", outcome.functionError());
            json.writeStringProperty("executedVersion", outcome.executedVersion());
            if (outcome.response() != null) {
                json.writeStringProperty("response", outcome.response());
            }
            json.writeStringProperty("message", outcome.message());
            json.writeStringProperty("decided", outcome.decided().toString());
            json.writeArrayPropertyStart("pending");
            for (Target target : outcome.pending()) {
                json.writeString(target.kind().name());
                json.writeString(target.arn());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    static EventOutcome read(String text) {
        Map<String, String> members = new HashMap<>();
        List<String> pending = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        pending.add(json.getString());
                    }
                } else {
                    members.put(name, json.getString());
                }
            }
        }
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i + 1 < pending.size(); i += 2) {
            targets.add(new Target(DestinationMessage.Kind.valueOf(pending.get(i)), pending.get(i + 1)));
        }
        return new EventOutcome(
                members.getOrDefault("condition", ""),
                Integer.parseInt(members.getOrDefault("invokeCount", "0")),
                Integer.parseInt(members.getOrDefault("status", "0")),
                members.getOrDefault("functionError", ""),
                members.getOrDefault("executedVersion", ""),
                members.get("response"),
                members.getOrDefault("message", ""),
                Instant.parse(members.getOrDefault("decided", "1970-01-01T00:00:00Z")),
                targets);
    }
}
