package dev.hearth.neighbours.events;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a target gets of an event: the event, a constant, a part, or a template's text (user guide, "Amazon EventBridge
 * input transformation"). Pure.
 */
final class InputText {

    static final String EVENT = "aws.events.event";
    static final String EVENT_JSON = "aws.events.event.json";
    static final String INGESTION = "aws.events.event.ingestion-time";
    static final String RULE_ARN = "aws.events.rule-arn";
    static final String RULE_NAME = "aws.events.rule-name";

    /** Every variable that no target defines. */
    static final List<String> RESERVED = List.of(EVENT, EVENT_JSON, INGESTION, RULE_ARN, RULE_NAME);

    static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.\\-]+)>");

    private InputText() {}

    /**
     * An event on its way to a rule's target.
     *
     * @param event as JSON
     * @param ingestion when it was accepted, as text
     */
    record Source(String event, String ruleName, String ruleArn, String ingestion) {}

    static String of(Target target, Source source) {
        String input = target.input();
        if (input != null) {
            return input;
        }
        Target.Transformer transformer = target.transformer();
        String path = target.inputPath();
        if (transformer == null && (path == null || path.equals("$"))) {
            return source.event();
        }
        Object root = Json.read(source.event());
        if (root == null) {
            throw new IllegalStateException("an event is JSON");
        }
        if (transformer != null) {
            boolean lines = !transformer.template().stripLeading().startsWith("{")
                    && !target.service().equals("lambda");
            String text = fill(transformer.template(), values(transformer, source, root));
            return lines ? text.replace("\\n", "\n") : text;
        }
        JsonPath parsed = JsonPath.parse(String.valueOf(path));
        Object found = parsed == null ? null : parsed.find(root);
        return found == null ? "null" : Json.write(found);
    }

    private static Map<String, Object> values(Target.Transformer transformer, Source source, Object root) {
        Map<String, Object> values = new HashMap<>();
        transformer.paths().forEach((name, path) -> {
            JsonPath parsed = JsonPath.parse(path);
            Object found = parsed == null ? null : parsed.find(root);
            values.put(name, found == null ? "" : found);
        });
        values.put(RULE_ARN, source.ruleArn());
        values.put(RULE_NAME, source.ruleName());
        values.put(INGESTION, source.ingestion());
        values.put(EVENT_JSON, root);
        values.put(EVENT, withoutDetail(root));
        return values;
    }

    /** AWS writes one member's name otherwise in here. */
    private static Object withoutDetail(Object root) {
        Map<String, Object> rest = new LinkedHashMap<>();
        if (root instanceof Map<?, ?> event) {
            Json.members(event).forEach((name, value) -> {
                if (!name.equals("detail")) {
                    rest.put(name.equals("detail-type") ? "detailType" : name, value);
                }
            });
        }
        return rest;
    }

    /** A variable within quotation marks becomes text, any other a JSON value. */
    static String fill(String template, Map<String, Object> values) {
        StringBuilder text = new StringBuilder();
        Matcher variable = VARIABLE.matcher(template);
        boolean quoted = false;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '<' && variable.region(i, template.length()).lookingAt()) {
                Object value = values.get(variable.group(1));
                if (value != null) {
                    text.append(quoted ? inside(value) : Json.write(value));
                    i = variable.end() - 1;
                    continue;
                }
            }
            text.append(c);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && i + 1 < template.length()) {
                text.append(template.charAt(++i));
            }
        }
        return text.toString();
    }

    /** Objects and lists lose their quotation marks: they cannot be values here. */
    private static String inside(Object value) {
        return switch (value) {
            case String string -> {
                String written = Json.write(string);
                yield written.substring(1, written.length() - 1);
            }
            case Json.Word word -> word.text();
            default -> Json.write(value).replace("\"", "");
        };
    }
}
