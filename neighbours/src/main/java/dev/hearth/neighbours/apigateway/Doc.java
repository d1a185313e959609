package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document of API Gateway's: what an operation takes or gives, or what is kept of a resource, by the member names of
 * AWS's API models. Values are texts, numbers, truth values, lists and maps of them.
 *
 * @param members in their order; changes when the document does
 */
public record Doc(Map<String, @Nullable Object> members) {

    /** An empty document. */
    public static Doc empty() {
        return new Doc(new LinkedHashMap<>());
    }

    /** A document of names and values in turn; a null value leaves its name out. */
    public static Doc of(@Nullable Object... namesAndValues) {
        Doc doc = empty();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            doc.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return doc;
    }

    static Doc parse(String json) {
        return new Doc(map(Json.read(json)));
    }

    @SuppressWarnings("unchecked") // every map in a document has texts for names
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : new LinkedHashMap<>();
    }

    /** Sets a member; null takes it away. */
    public Doc put(String name, @Nullable Object value) {
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, value instanceof Doc doc ? doc.members : value);
        }
        return this;
    }

    /** Sets a member that is not set. */
    Doc putIfAbsent(String name, @Nullable Object value) {
        return members.containsKey(name) ? this : put(name, value);
    }

    public @Nullable Object get(String name) {
        return members.get(name);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** A member as text, whatever scalar it is; null when it is missing. */
    public @Nullable String text(String name) {
        Object value = members.get(name);
        return value == null || value instanceof Map || value instanceof List ? null : value.toString();
    }

    /** A member as text, {@code absent} when it is missing. */
    public String text(String name, String absent) {
        String text = text(name);
        return text == null ? absent : text;
    }

    /** A member that the request must have. */
    String needed(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw ApiError.BAD_REQUEST.because("Missing required parameter: " + name);
        }
        return text;
    }

    boolean truth(String name) {
        return "true".equals(text(name));
    }

    int number(String name, int absent) {
        return (int) decimal(name, absent);
    }

    double decimal(String name, double absent) {
        String text = text(name);
        try {
            return text == null ? absent : Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw ApiError.BAD_REQUEST.because("Invalid number for " + name + ": " + text);
        }
    }

    /** A member as a document that shares its values; an empty one of its own when it is missing. */
    public Doc doc(String name) {
        return new Doc(map(members.get(name)));
    }

    /** A member as a document, made when it is missing. */
    Doc made(String name) {
        if (!(members.get(name) instanceof Map)) {
            members.put(name, new LinkedHashMap<>());
        }
        return doc(name);
    }

    /** The documents of a list. */
    public List<Doc> docs(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(each -> new Doc(map(each))).toList()
                : List.of();
    }

    /** The texts of a list. */
    List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The texts of a map. */
    Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(members.get(name)).forEach((key, value) -> {
            if (value != null) {
                texts.put(key, value.toString());
            }
        });
        return texts;
    }

    /** A document with nothing in common with this one. */
    Doc copy() {
        return new Doc(map(copied(members)));
    }

    private static @Nullable Object copied(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((name, member) -> copy.put((String) name, copied(member)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(each -> copy.add(copied(each)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /** The members {@code names} that {@code from} has, set here too. */
    Doc take(Doc from, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                put(name, from.get(name));
            }
        }
        return this;
    }

    /** This document without some members. */
    Doc without(String... names) {
        Doc rest = new Doc(new LinkedHashMap<>(members));
        for (String name : names) {
            rest.members.remove(name);
        }
        return rest;
    }

    String json() {
        return Json.write(members);
    }
}
