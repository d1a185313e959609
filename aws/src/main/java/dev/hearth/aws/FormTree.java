package dev.hearth.aws;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A form whose dotted names ({@code Tags.member.1.Key}) are a tree. */
final class FormTree {

    /** How many dots a name may have. */
    static final int MAX_DEPTH = 64;

    private final Map<String, FormTree> children = new TreeMap<>();
    private @Nullable String value;

    void put(Map.Entry<String, String> parameter) {
        FormTree node = this;
        String name = parameter.getKey();
        int start = 0;
        for (int depth = 0; start <= name.length(); depth++) {
            if (depth == MAX_DEPTH) {
                throw EdgeError.SERIALIZATION.because("A parameter's name has more than " + MAX_DEPTH + " parts");
            }
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            node = node.children.computeIfAbsent(name.substring(start, end), part -> new FormTree());
            start = end + 1;
        }
        node.value = parameter.getValue();
    }

    /** Sets a parameter of the top that the form leaves out. */
    void putIfAbsent(String name, String text) {
        FormTree node = children.computeIfAbsent(name, part -> new FormTree());
        node.value = node.value == null ? text : node.value;
    }

    @Nullable
    FormTree child(String name) {
        return children.get(name);
    }

    @Nullable
    String value() {
        return value;
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    /** The children with positive numbers for names, in the numbers' order. */
    Iterable<FormTree> numbered() {
        Map<Integer, FormTree> sorted = new TreeMap<>();
        children.forEach((name, child) -> {
            int number = number(name);
            if (number > 0) {
                sorted.put(number, child);
            }
        });
        return sorted.values();
    }

    private static int number(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
