package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of maps, lists and scalars, as templates are. Every map made here keeps its order and may be changed. */
final class Tree {

    private Tree() {}

    /** A map of {@code pairs}: a name, its value, and so on. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static List<Object> list(Object... items) {
        return new ArrayList<>(Arrays.asList(items));
    }

    /** {@code value} as the map it is known to be; what is put into it is put into the tree. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> members(Object value) {
        return (Map<String, Object>) value;
    }

    /** {@code value} as the list it is known to be. */
    @SuppressWarnings("unchecked")
    static List<Object> items(Object value) {
        return (List<Object>) value;
    }

    /** The map at {@code name}; an empty one that is not in the tree when there is none. */
    static Map<String, Object> at(Map<String, Object> map, String name) {
        return map.get(name) instanceof Map<?, ?> found ? members(found) : new LinkedHashMap<>();
    }

    /** The map at {@code name}, which is made when there is none. */
    static Map<String, Object> make(Map<String, Object> map, String name) {
        if (map.get(name) instanceof Map<?, ?> found) {
            return members(found);
        }
        Map<String, Object> made = new LinkedHashMap<>();
        map.put(name, made);
        return made;
    }

    static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, member) -> copy.put(String.valueOf(name), copy(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(copy(item)));
            return copy;
        }
        return value;
    }

    static Map<String, Object> copyOf(Map<String, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, member) -> copy.put(name, copy(member)));
        return copy;
    }

    /** Whether {@code value} says anything: not null, false, zero, or empty. */
    static boolean says(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            case String text -> !text.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Collection<?> all -> !all.isEmpty();
            default -> true;
        };
    }

    /** {@code first}, or {@code second} when the first says nothing. */
    static @Nullable Object either(@Nullable Object first, @Nullable Object second) {
        return says(first) ? first : second;
    }

    /** The tags of {@code tags} in the form of a list of keys and values. */
    static List<Object> tags(@Nullable Object tags) {
        List<Object> list = new ArrayList<>();
        if (tags instanceof Map<?, ?> map) {
            map.forEach((key, value) -> list.add(map("Key", key, "Value", value == null ? "" : value)));
        }
        return list;
    }
}
