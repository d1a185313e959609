package dev.hearth.storage;

import dev.hearth.neighbours.events.Archive;
import dev.hearth.neighbours.events.EventBus;
import dev.hearth.neighbours.events.Replay;
import dev.hearth.neighbours.events.Rule;
import dev.hearth.neighbours.events.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the rows of EventBridge's tables say beside their names. */
final class EventsDocuments {

    private EventsDocuments() {}

    static String write(EventBus bus) {
        return JsonDocument.write(Map.of(
                "description", bus.description(),
                "kmsKey", bus.kmsKey(),
                "deadLetter", bus.deadLetterArn(),
                "policy", bus.policy(),
                "tags", bus.tags(),
                "created", bus.createdMillis(),
                "modified", bus.modifiedMillis()));
    }

    static EventBus bus(String name, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        return new EventBus(
                name,
                JsonDocument.text(document, "description", ""),
                JsonDocument.text(document, "kmsKey", ""),
                JsonDocument.text(document, "deadLetter", ""),
                JsonDocument.text(document, "policy", ""),
                strings(document, "tags"),
                JsonDocument.longNumber(document, "created", 0),
                JsonDocument.longNumber(document, "modified", 0));
    }

    private static Map<String, String> strings(Map<String, Object> document, String name) {
        return JsonDocument.strings(JsonDocument.object(document, name));
    }

    static String write(Rule rule) {
        return JsonDocument.write(Map.of(
                "pattern", rule.pattern(),
                "schedule", rule.schedule(),
                "state", rule.state(),
                "description", rule.description(),
                "role", rule.roleArn(),
                "managedBy", rule.managedBy(),
                "tags", rule.tags(),
                "targets",
                        rule.targets().stream().map(EventsDocuments::document).toList(),
                "since", rule.sinceMillis()));
    }

    static Rule rule(String bus, String name, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        List<Target> targets = new ArrayList<>();
        JsonDocument.objects(document, "targets").forEach(each -> targets.add(target(each)));
        return new Rule(
                bus,
                name,
                JsonDocument.text(document, "pattern", ""),
                JsonDocument.text(document, "schedule", ""),
                JsonDocument.text(document, "state", Rule.ENABLED),
                JsonDocument.text(document, "description", ""),
                JsonDocument.text(document, "role", ""),
                JsonDocument.text(document, "managedBy", ""),
                strings(document, "tags"),
                targets,
                JsonDocument.longNumber(document, "since", 0));
    }

    private static Map<String, Object> document(Target target) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", target.id());
        document.put("arn", target.arn());
        document.put("role", target.roleArn());
        put(document, "input", target.input());
        put(document, "inputPath", target.inputPath());
        Target.Transformer transformer = target.transformer();
        if (transformer != null) {
            document.put("paths", transformer.paths());
            document.put("template", transformer.template());
        }
        put(document, "group", target.messageGroupId());
        put(document, "deadLetter", target.deadLetterArn());
        put(document, "retries", target.retries());
        put(document, "age", target.ageSeconds());
        return document;
    }

    private static void put(Map<String, Object> document, String name, @Nullable Object value) {
        if (value != null) {
            document.put(name, value);
        }
    }

    private static Target target(Map<String, Object> document) {
        String template = text(document, "template");
        return new Target(
                JsonDocument.text(document, "id", ""),
                JsonDocument.text(document, "arn", ""),
                JsonDocument.text(document, "role", ""),
                text(document, "input"),
                text(document, "inputPath"),
                template == null ? null : new Target.Transformer(strings(document, "paths"), template),
                text(document, "group"),
                text(document, "deadLetter"),
                number(document, "retries"),
                number(document, "age"));
    }

    private static @Nullable String text(Map<String, Object> document, String name) {
        return document.get(name) instanceof String text ? text : null;
    }

    private static @Nullable Integer number(Map<String, Object> document, String name) {
        return document.get(name) instanceof Integer number ? number : null;
    }

    static String write(Archive archive) {
        return JsonDocument.write(Map.of(
                "bus", archive.bus(),
                "description", archive.description(),
                "pattern", archive.pattern(),
                "days", archive.retentionDays(),
                "kmsKey", archive.kmsKey(),
                "created", archive.createdMillis()));
    }

    static Archive archive(String name, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        return new Archive(
                name,
                JsonDocument.text(document, "bus", EventBus.DEFAULT),
                JsonDocument.text(document, "description", ""),
                JsonDocument.text(document, "pattern", ""),
                JsonDocument.number(document, "days", 0),
                JsonDocument.text(document, "kmsKey", ""),
                JsonDocument.longNumber(document, "created", 0));
    }

    static String write(Replay replay) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("archive", replay.archive());
        document.put("bus", replay.bus());
        document.put("filters", replay.filterArns());
        document.put("description", replay.description());
        document.put("from", replay.fromMillis());
        document.put("to", replay.toMillis());
        document.put("state", replay.state().name());
        document.put("reason", replay.reason());
        document.put("started", replay.startedMillis());
        document.put("ended", replay.endedMillis());
        document.put("last", replay.lastMillis());
        document.put("lastId", replay.lastId());
        return JsonDocument.write(document);
    }

    static Replay replay(String name, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        return new Replay(
                name,
                JsonDocument.text(document, "archive", ""),
                JsonDocument.text(document, "bus", EventBus.DEFAULT),
                JsonDocument.list(document, "filters"),
                JsonDocument.text(document, "description", ""),
                JsonDocument.longNumber(document, "from", 0),
                JsonDocument.longNumber(document, "to", 0),
                Replay.State.valueOf(JsonDocument.text(document, "state", "FAILED")),
                JsonDocument.text(document, "reason", ""),
                JsonDocument.longNumber(document, "started", 0),
                JsonDocument.longNumber(document, "ended", 0),
                JsonDocument.longNumber(document, "last", 0),
                JsonDocument.longNumber(document, "lastId", 0));
    }
}
