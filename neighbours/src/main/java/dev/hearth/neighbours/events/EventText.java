package dev.hearth.neighbours.events;

import dev.hearth.core.AwsScope;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes events as targets see them (user guide, "Events"). Pure. */
final class EventText {

    /** Whole seconds, as AWS writes them. */
    static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    /** What an event says beside who and where it is from. */
    record Content(String source, String detailType, String detail, List<String> resources) {}

    private EventText() {}

    static String write(String id, Content content, Instant time, AwsScope scope) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("version", "0");
            json.writeStringProperty("id", id);
            json.writeStringProperty("detail-type", content.detailType());
            json.writeStringProperty("source", content.source());
            json.writeStringProperty("account", scope.account());
            json.writeStringProperty("time", STAMP.format(time));
            json.writeStringProperty("region", scope.region());
            json.writeName("resources");
            json.writeStartArray();
            content.resources().forEach(json::writeString);
            json.writeEndArray();
            json.writeName("detail");
            json.writeRawValue(content.detail());
            json.writeEndObject();
        }
        return text.toString();
    }

    /** What a scheduled rule sends at {@code due}. */
    static String scheduled(String id, String ruleArn, Instant due, AwsScope scope) {
        return write(id, new Content("aws.events", "Scheduled Event", "{}", List.of(ruleArn)), due, scope);
    }

    /** An archived event that comes again by a replay. */
    static String replayed(String event, String replayName) {
        int end = event.lastIndexOf('}');
        return event.substring(0, end) + ",\"replay-name\":" + Json.write(replayName) + "}";
    }
}
