package dev.hearth.storage;

import dev.hearth.neighbours.outbox.DeadLetter;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.RetryRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a row of the outbox says of a posting beside its lane and body. */
final class PostingDocument {

    private PostingDocument() {}

    static String write(Posting posting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ordered", posting.ordered());
        document.put("target", posting.parcel().target());
        document.put("options", posting.parcel().options());
        Map<String, Object> attributes = new LinkedHashMap<>();
        posting.parcel().attributes().forEach((name, each) -> attributes.put(name, List.of(each.type(), each.value())));
        document.put("attributes", attributes);
        RetryRule rule = posting.rule();
        document.put(
                "rule",
                Map.of(
                        "immediate", rule.immediate(),
                        "steady", rule.steady(),
                        "attempts", rule.attempts(),
                        "least", rule.leastMillis(),
                        "most", rule.mostMillis(),
                        "age", rule.maxAgeMillis()));
        DeadLetter letter = posting.deadLetter();
        if (letter != null) {
            document.put(
                    "deadLetter",
                    Map.of(
                            "queue", letter.queueArn(),
                            "style", letter.style().name(),
                            "more", letter.more()));
        }
        return JsonDocument.write(document);
    }

    static Posting read(String lane, String text, String body) {
        Map<String, Object> document = JsonDocument.read(text);
        Map<String, Parcel.Attribute> attributes = new LinkedHashMap<>();
        Map<String, Object> stored = JsonDocument.object(document, "attributes");
        stored.keySet().forEach(name -> {
            List<String> pair = JsonDocument.list(stored, name);
            attributes.put(name, new Parcel.Attribute(pair.getFirst(), pair.getLast()));
        });
        Parcel parcel = new Parcel(
                JsonDocument.text(document, "target", ""),
                body,
                attributes,
                JsonDocument.strings(JsonDocument.object(document, "options")));
        return new Posting(
                lane,
                Boolean.TRUE.equals(document.get("ordered")),
                parcel,
                rule(JsonDocument.object(document, "rule")),
                deadLetter(JsonDocument.object(document, "deadLetter")));
    }

    private static RetryRule rule(Map<String, Object> rule) {
        return new RetryRule(
                JsonDocument.number(rule, "immediate", 0),
                JsonDocument.number(rule, "steady", 0),
                JsonDocument.number(rule, "attempts", 0),
                JsonDocument.longNumber(rule, "least", 0),
                JsonDocument.longNumber(rule, "most", 0),
                JsonDocument.longNumber(rule, "age", 0));
    }

    private static @Nullable DeadLetter deadLetter(Map<String, Object> letter) {
        return letter.isEmpty()
                ? null
                : new DeadLetter(
                        JsonDocument.text(letter, "queue", ""),
                        DeadLetter.Style.valueOf(JsonDocument.text(letter, "style", "SNS")),
                        JsonDocument.strings(JsonDocument.object(letter, "more")));
    }
}
