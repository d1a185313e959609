package dev.hearth.neighbours.templates;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamLocation;

/** Plain trees: maps, lists, texts, numbers and truth values, and their JSON. */
public interface Tree {

    /** How deep maps and lists may stand in each other. */
    int MAX_DEPTH = 128;

    /** The value that {@code json} is, all of it. {@code null}s in it are left out. */
    static Object parse(String json) {
        try (JsonParser parser = TreeJson.FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken first = parser.nextToken();
            Object value = first == null ? null : TreeJson.value(parser, first);
            if (value == null || parser.nextToken() != null) {
                throw TemplateFault.format("JSON not well-formed.");
            }
            return value;
        } catch (JacksonException notJson) {
            TokenStreamLocation at = notJson.getLocation();
            throw TemplateFault.format("JSON not well-formed."
                    // What is too long or too deep has no place.
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        }
    }

    /** The object that {@code json} is. */
    static Map<String, Object> parseMap(String json) {
        return map(parse(json));
    }

    /** {@code tree} as JSON, without spaces. */
    static String json(Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = TreeJson.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            TreeJson.write(json, tree);
        }
        return text.toString();
    }

    /** {@code value}'s members; none when it is not a map. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> members.put(String.valueOf(name), member));
        }
        return members;
    }

    /** The map {@code name} of {@code tree}; empty when there is none. */
    static Map<String, Object> map(Map<String, Object> tree, String name) {
        return map(tree.get(name));
    }

    /** {@code value}'s elements; one when it is no list; none when it is null. */
    static List<Object> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> many -> new ArrayList<>(many);
            case Object one -> List.of(one);
        };
    }

    /** The elements of {@code value} as texts. */
    static List<String> texts(@Nullable Object value) {
        return list(value).stream().map(Tree::text).toList();
    }

    /** A single value as text; a map or a list as JSON. */
    static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case Map<?, ?> map -> json(map);
            case Collection<?> list -> json(list);
            case Object other -> other.toString();
        };
    }

    /** The text {@code name} of {@code tree}, or {@code absent}. */
    static String text(Map<String, Object> tree, String name, String absent) {
        Object value = tree.get(name);
        return value == null ? absent : text(value);
    }

    /** Whether two trees say the same; a number and its text do. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(key -> same(left.get(key), right.get(key)));
        }
        if (one instanceof Collection<?> left && other instanceof Collection<?> right) {
            List<Object> ours = new ArrayList<>(left);
            List<Object> theirs = new ArrayList<>(right);
            boolean same = ours.size() == theirs.size();
            for (int i = 0; same && i < ours.size(); i++) {
                same = same(ours.get(i), theirs.get(i));
            }
            return same;
        }
        if (one == null || other == null || isBranch(one) || isBranch(other)) {
            return one == other;
        }
        return text(one).equals(text(other));
    }

    private static boolean isBranch(Object value) {
        return value instanceof Map || value instanceof Collection;
    }
}
