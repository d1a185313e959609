package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Firecracker's own description of its API, version 1.16.1, as a judge of requests and answers. An object takes no
 * property that is not described, as Firecracker's own parser ({@code deny_unknown_fields}).
 */
final class ApiDescription {

    private final Map<String, Object> description;

    private ApiDescription(Map<String, Object> description) {
        this.description = description;
    }

    static ApiDescription read() {
        try (InputStream yaml = ApiDescription.class.getResourceAsStream("/firecracker/api-1.16.1.yaml")) {
            Object loaded = new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(yaml));
            return new ApiDescription(map(loaded));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    String version() {
        return map(description.get("info")).get("version").toString();
    }

    /** Every operation, as {@code PUT /drives/{drive_id}}. */
    List<String> operations() {
        return map(description.get("paths")).entrySet().stream()
                .flatMap(path -> map(path.getValue()).keySet().stream()
                        .map(method -> method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
                .toList();
    }

    /** The operation that a request is, as {@link #operations} names it, or null. */
    @Nullable
    String operation(String method, String path) {
        return operations().stream()
                .filter(each -> each.startsWith(method + " "))
                .filter(each ->
                        path.matches(each.substring(method.length() + 1).replaceAll("\\{[a-z_]+}", "[A-Za-z0-9_]+")))
                .findFirst()
                .orElse(null);
    }

    /** What is wrong with a request; empty when nothing is. */
    List<String> judgeRequest(String method, String path, @Nullable Map<String, @Nullable Object> body) {
        String operation = operation(method, path);
        if (operation == null) {
            return List.of("no operation " + method + " " + path);
        }
        Map<String, Object> schema = null;
        boolean required = false;
        for (Object each : list(described(operation).getOrDefault("parameters", List.of()))) {
            Map<String, Object> parameter = map(each);
            if (parameter.get("in").equals("body")) {
                schema = map(parameter.get("schema"));
                required = Boolean.TRUE.equals(parameter.get("required"));
            }
        }
        if (schema == null) {
            return body == null ? List.of() : List.of(operation + " takes no body");
        }
        if (body == null) {
            return required ? List.of(operation + " needs a body") : List.of();
        }
        List<String> findings = new ArrayList<>();
        judge(operation, schema, body, findings);
        return findings;
    }

    /** What is wrong with an answer; empty when nothing is. */
    List<String> judgeAnswer(String method, String path, int status, @Nullable Map<String, @Nullable Object> body) {
        // Its keys are numbers, and the word "default".
        Map<?, ?> answers = (Map<?, ?>)
                described(Objects.requireNonNull(operation(method, path))).get("responses");
        Object answer = answers.get(status);
        if (answer == null) {
            answer = answers.get("default");
        }
        if (status < 400 && answer == answers.get("default")) {
            return List.of(method + " " + path + " is not answered by " + status);
        }
        Object schema = map(answer).get("schema");
        if (schema == null) {
            return body == null ? List.of() : List.of(status + " has no body");
        }
        List<String> findings = new ArrayList<>();
        judge(method + " " + path + " answer", map(schema), Objects.requireNonNull(body), findings);
        return findings;
    }

    /** What is wrong with an object of one of the definitions. */
    List<String> judge(String definition, Map<String, @Nullable Object> object) {
        List<String> findings = new ArrayList<>();
        judge(definition, map(map(description.get("definitions")).get(definition)), object, findings);
        return findings;
    }

    private Map<String, Object> described(String operation) {
        String[] words = operation.split(" ");
        return map(map(map(description.get("paths")).get(words[1])).get(words[0].toLowerCase(java.util.Locale.ROOT)));
    }

    private void judge(String where, Map<String, Object> given, @Nullable Object value, List<String> findings) {
        Map<String, Object> schema = resolved(given);
        Object type = schema.getOrDefault("type", "object");
        if (value == null) {
            findings.add(where + " is null");
        } else if (type.equals("object") && value instanceof Map<?, ?> object) {
            judgeObject(where, schema, map(object), findings);
        } else if (type.equals("array") && value instanceof List<?> items) {
            items.forEach(item -> judge(where + "[]", map(schema.get("items")), item, findings));
        } else if (type.equals("integer") && value instanceof Long number) {
            judgeNumber(where, schema, number, findings);
        } else if (type.equals("string") && value instanceof String) {
            if (schema.get("enum") != null && !list(schema.get("enum")).contains(value)) {
                findings.add(where + " is " + value + ", not one of " + schema.get("enum"));
            }
        } else if (!(type.equals("boolean") && value instanceof Boolean)) {
            findings.add(where + " is " + value + ", not of type " + type);
        }
    }

    private void judgeObject(
            String where, Map<String, Object> schema, Map<String, Object> object, List<String> findings) {
        Map<String, Object> properties = map(schema.getOrDefault("properties", Map.of()));
        Stream.of(schema.getOrDefault("required", List.of()))
                .flatMap(each -> list(each).stream())
                .filter(each -> !object.containsKey(each.toString()))
                .forEach(each -> findings.add(where + " lacks " + each));
        object.forEach((name, value) -> {
            if (properties.containsKey(name)) {
                judge(where + "." + name, map(properties.get(name)), value, findings);
            } else if (!Boolean.TRUE.equals(schema.get("additionalProperties"))) {
                findings.add(where + " has no property " + name);
            }
        });
    }

    private static void judgeNumber(String where, Map<String, Object> schema, long number, List<String> findings) {
        if (schema.get("minimum") instanceof Number least && number < least.longValue()) {
            findings.add(where + " is " + number + ", below " + least);
        }
        if (schema.get("maximum") instanceof Number most && number > most.longValue()) {
            findings.add(where + " is " + number + ", above " + most);
        }
    }

    private Map<String, Object> resolved(Map<String, Object> schema) {
        Object reference = schema.get("$ref");
        return reference == null
                ? schema
                : map(map(description.get("definitions"))
                        .get(reference.toString().replace("#/definitions/", "")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }
}
