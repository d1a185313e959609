package dev.hearth.neighbours.apigateway;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A model: JSON schema draft 4, as far as API Gateway's own models go ({@code $ref} to other models and to {@code
 * #/definitions}). What it does not know it lets pass.
 *
 * @param root the schema
 * @param models other models' schemas by name
 */
record Schema(Map<String, @Nullable Object> root, Map<String, Map<String, @Nullable Object>> models) {

    /** How deep references may lead. */
    private static final int MAX_DEPTH = 64;

    /** Places before or behind the point of a number that is divided: an exponent can stand for a billion. */
    private static final int MAX_SCALE = 1_000;

    static Schema of(String name, Map<String, Doc> models) {
        Map<String, Map<String, @Nullable Object>> all = new java.util.HashMap<>();
        models.forEach((each, doc) -> all.put(each, parsed(doc)));
        return new Schema(all.getOrDefault(name, Map.of()), all);
    }

    private static Map<String, @Nullable Object> parsed(Doc model) {
        try {
            return Doc.map(Json.read(model.text("schema", "{}")));
        } catch (JacksonException notJson) {
            return Map.of();
        }
    }

    boolean accepts(@Nullable Object value) {
        return fits(value, root, 0);
    }

    private boolean fits(@Nullable Object value, @Nullable Object given, int depth) {
        if (!(given instanceof Map<?, ?> schema) || depth > MAX_DEPTH) {
            return true;
        }
        if (schema.get("$ref") instanceof String reference) {
            return fits(value, referred(reference), depth + 1);
        }
        return hasType(value, schema.get("type"))
                && (!(schema.get("enum") instanceof List<?> words) || contains(words, value))
                && combined(value, schema, depth)
                && switch (value) {
                    case Map<?, ?> object -> object(object, schema, depth);
                    case List<?> list -> list(list, schema, depth);
                    case String text -> text(text, schema);
                    case Number number -> number(new BigDecimal(number.toString()), schema);
                    case null, default -> true;
                };
    }

    private static boolean contains(List<?> words, @Nullable Object value) {
        return words.stream()
                .anyMatch(word -> word == null
                        ? value == null
                        : value != null && word.toString().equals(value.toString()));
    }

    private @Nullable Object referred(String reference) {
        if (reference.startsWith("#/")) {
            Object at = root;
            for (String part : reference.substring(2).split("/")) {
                at = at instanceof Map<?, ?> map ? map.get(part) : null;
            }
            if (at != null) {
                return at;
            }
        }
        return models.get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static boolean hasType(@Nullable Object value, @Nullable Object type) {
        if (type instanceof List<?> several) {
            return several.stream().anyMatch(each -> hasType(value, each));
        }
        return switch (type == null ? "" : type.toString()) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            case "number" -> value instanceof Number;
            case "integer" ->
                value instanceof Number number
                        && new BigDecimal(number.toString())
                                        .stripTrailingZeros()
                                        .scale()
                                <= 0;
            default -> true;
        };
    }

    private boolean combined(@Nullable Object value, Map<?, ?> schema, int depth) {
        if (schema.get("allOf") instanceof List<?> all
                && !all.stream().allMatch(each -> fits(value, each, depth + 1))) {
            return false;
        }
        if (schema.get("anyOf") instanceof List<?> any
                && any.stream().noneMatch(each -> fits(value, each, depth + 1))) {
            return false;
        }
        if (schema.get("oneOf") instanceof List<?> one
                && one.stream().filter(each -> fits(value, each, depth + 1)).count() != 1) {
            return false;
        }
        return !(schema.get("not") instanceof Map<?, ?> not) || !fits(value, not, depth + 1);
    }

    private boolean object(Map<?, ?> object, Map<?, ?> schema, int depth) {
        if (schema.get("required") instanceof List<?> required
                && !object.keySet().containsAll(required)) {
            return false;
        }
        if (outside(object.size(), schema, "minProperties", "maxProperties")) {
            return false;
        }
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        for (Map.Entry<?, ?> member : object.entrySet()) {
            Object known = properties.get(member.getKey());
            Object other = known != null ? known : schema.get("additionalProperties");
            if (Boolean.FALSE.equals(other) || !fits(member.getValue(), other, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean list(List<?> list, Map<?, ?> schema, int depth) {
        return !outside(list.size(), schema, "minItems", "maxItems")
                && (!Boolean.TRUE.equals(schema.get("uniqueItems")) || new HashSet<>(list).size() == list.size())
                && list.stream().allMatch(each -> fits(each, schema.get("items"), depth + 1));
    }

    private static boolean outside(int size, Map<?, ?> schema, String least, String most) {
        return schema.get(least) instanceof Number min && size < min.intValue()
                || schema.get(most) instanceof Number max && size > max.intValue();
    }

    private static boolean text(String text, Map<?, ?> schema) {
        if (outside(text.codePointCount(0, text.length()), schema, "minLength", "maxLength")) {
            return false;
        }
        try {
            return !(schema.get("pattern") instanceof String pattern) || Regex.finds(Pattern.compile(pattern), text);
        } catch (PatternSyntaxException notAPattern) {
            return true;
        }
    }

    private static boolean number(BigDecimal number, Map<?, ?> schema) {
        if (schema.get("minimum") instanceof Number least) {
            int compared = number.compareTo(new BigDecimal(least.toString()));
            if (compared < 0 || compared == 0 && Boolean.TRUE.equals(schema.get("exclusiveMinimum"))) {
                return false;
            }
        }
        if (schema.get("maximum") instanceof Number most) {
            int compared = number.compareTo(new BigDecimal(most.toString()));
            if (compared > 0 || compared == 0 && Boolean.TRUE.equals(schema.get("exclusiveMaximum"))) {
                return false;
            }
        }
        return !(schema.get("multipleOf") instanceof Number factor)
                || Math.abs((long) number.scale()) <= MAX_SCALE
                        && number.remainder(new BigDecimal(factor.toString())).signum() == 0;
    }
}
