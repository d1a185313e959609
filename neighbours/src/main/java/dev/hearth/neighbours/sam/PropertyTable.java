package dev.hearth.neighbours.sam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties that one kind of resource or event may have.
 *
 * @param type its name in templates
 * @param forms by name, letters for what it may be: {@code s} a string, {@code m} a map, {@code l} a list, {@code b} a
 *     boolean, {@code i} a whole number, {@code x} anything; {@code !} it must be there; {@code =} no intrinsic
 *     function
 */
record PropertyTable(String type, Map<String, String> forms) {

    /** Reads lines of names, each with a colon and its letters; without a colon anything goes. */
    static PropertyTable of(String type, String... lines) {
        Map<String, String> forms = new HashMap<>();
        for (String word : String.join(" ", lines).split(" +")) {
            int colon = word.indexOf(':');
            forms.put(colon < 0 ? word : word.substring(0, colon), colon < 0 ? "x" : word.substring(colon + 1));
        }
        return new PropertyTable(type, Map.copyOf(forms));
    }

    /** This table's properties and {@code more}, for a type of its own. */
    PropertyTable with(String otherType, String... lines) {
        Map<String, String> all = new HashMap<>(forms);
        all.putAll(of(otherType, lines).forms());
        return new PropertyTable(otherType, Map.copyOf(all));
    }

    /** Refuses, in the name of {@code id}, what the table does not have. */
    void check(String id, Map<String, Object> properties) {
        for (String name : properties.keySet()) {
            if (!forms.containsKey(name)) {
                throw SamProblem.ofResource(id, "property " + name + " not defined for resource of type " + type);
            }
        }
        forms.keySet().stream().sorted().forEach(name -> check(id, name, forms.get(name), properties.get(name)));
    }

    private static void check(String id, String name, @Nullable String form, @Nullable Object value) {
        if (form == null) {
            return;
        }
        if (value == null) {
            if (form.contains("!")) {
                throw SamProblem.ofResource(id, "Missing required property '" + name + "'.");
            }
            return;
        }
        boolean intrinsic = value instanceof Map<?, ?> map && map.size() == 1 && !form.contains("=");
        if (intrinsic || form.contains("x") || form.indexOf(letter(value)) >= 0) {
            return;
        }
        throw SamProblem.ofResource(id, wrongType(name, form.replace("!", "").replace("=", "")));
    }

    private static char letter(Object value) {
        return switch (value) {
            case String text -> 's';
            case Map<?, ?> map -> 'm';
            case List<?> list -> 'l';
            case Boolean flag -> 'b';
            case Number number -> 'i';
            default -> '-';
        };
    }

    private static String wrongType(String name, String form) {
        return switch (form) {
            case "m" -> "Property '" + name + "' should be a map.";
            case "s" -> "Property '" + name + "' should be a string.";
            default -> "Type of property '" + name + "' is invalid.";
        };
    }
}
