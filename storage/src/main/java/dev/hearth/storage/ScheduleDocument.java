package dev.hearth.storage;

import dev.hearth.neighbours.scheduler.ScheduleSettings;
import dev.hearth.neighbours.scheduler.ScheduleTarget;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a schedule's owner says of it, as a row's document. */
final class ScheduleDocument {

    private static final String TOKEN = "token";

    private ScheduleDocument() {}

    static String write(ScheduleSettings settings, String clientToken) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(TOKEN, clientToken);
        document.put("expression", settings.expression());
        document.put("timezone", settings.timezone());
        put(document, "start", millis(settings.start()));
        put(document, "end", millis(settings.end()));
        put(document, "description", settings.description());
        document.put("enabled", settings.enabled());
        document.put("window", settings.windowMinutes());
        document.put("delete", settings.deleteWhenOver());
        put(document, "key", settings.kmsKeyArn());
        document.put("target", target(settings.target()));
        return JsonDocument.write(document);
    }

    private static Map<String, Object> target(ScheduleTarget target) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("arn", target.arn());
        document.put("role", target.roleArn());
        put(document, "input", target.input());
        document.put("retries", target.retries());
        document.put("age", target.maxAgeSeconds());
        put(document, "deadLetters", target.deadLetterArn());
        put(document, "group", target.messageGroup());
        put(document, "detailType", target.detailType());
        put(document, "source", target.source());
        return document;
    }

    private static void put(Map<String, Object> document, String name, @Nullable Object value) {
        if (value != null) {
            document.put(name, value);
        }
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    static String token(Map<String, Object> document) {
        return JsonDocument.text(document, TOKEN, "");
    }

    static ScheduleSettings settings(Map<String, Object> document) {
        Map<String, Object> target = JsonDocument.object(document, "target");
        return new ScheduleSettings(
                JsonDocument.text(document, "expression", ""),
                JsonDocument.text(document, "timezone", "UTC"),
                instant(document, "start"),
                instant(document, "end"),
                text(document, "description"),
                Boolean.TRUE.equals(document.get("enabled")),
                JsonDocument.number(document, "window", 0),
                Boolean.TRUE.equals(document.get("delete")),
                text(document, "key"),
                new ScheduleTarget(
                        JsonDocument.text(target, "arn", ""),
                        JsonDocument.text(target, "role", ""),
                        text(target, "input"),
                        JsonDocument.number(target, "retries", 0),
                        JsonDocument.number(target, "age", 0),
                        text(target, "deadLetters"),
                        text(target, "group"),
                        text(target, "detailType"),
                        text(target, "source")));
    }

    private static @Nullable String text(Map<String, Object> document, String name) {
        return document.get(name) instanceof String text ? text : null;
    }

    private static @Nullable Instant instant(Map<String, Object> document, String name) {
        return document.get(name) instanceof Number number ? Instant.ofEpochMilli(number.longValue()) : null;
    }
}
