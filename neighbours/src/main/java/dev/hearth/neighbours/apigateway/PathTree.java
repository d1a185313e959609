package dev.hearth.neighbours.apigateway;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to a path: literal segments before {@code {parameters}}, and those before {@code {proxy+}}, which
 * takes the rest. Built once, then only read.
 */
final class PathTree<T> {

    private static final class Node<T> {
        private final Map<String, Node<T>> literals = new HashMap<>();
        private @Nullable Node<T> parameter;
        private @Nullable T greedy;
        private @Nullable T here;
    }

    private final Node<T> root = new Node<>();

    static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    static boolean isGreedy(String segment) {
        return segment.startsWith("{") && segment.endsWith("+}");
    }

    /** The place of {@code template}: what is there, or {@code made} put there. */
    T at(String template, java.util.function.Supplier<T> made) {
        Node<T> node = root;
        for (String segment : Text.segments(template)) {
            if (isGreedy(segment)) {
                if (node.greedy == null) {
                    node.greedy = made.get();
                }
                return node.greedy;
            }
            if (isParameter(segment)) {
                if (node.parameter == null) {
                    node.parameter = new Node<>();
                }
                node = node.parameter;
            } else {
                node = node.literals.computeIfAbsent(segment, name -> new Node<>());
            }
        }
        if (node.here == null) {
            node.here = made.get();
        }
        return node.here;
    }

    /** The most specific place for the segments of a path that {@code fits}; null when there is none. */
    @Nullable
    T find(List<String> path, Predicate<T> fits) {
        T exact = exact(root, path, 0, fits);
        return exact != null ? exact : greedy(root, path, 0, fits);
    }

    private static <T> @Nullable T exact(Node<T> node, List<String> path, int at, Predicate<T> fits) {
        if (at == path.size()) {
            return node.here != null && fits.test(node.here) ? node.here : null;
        }
        Node<T> literal = node.literals.get(path.get(at));
        T found = literal == null ? null : exact(literal, path, at + 1, fits);
        if (found == null && node.parameter != null && !path.get(at).isEmpty()) {
            found = exact(node.parameter, path, at + 1, fits);
        }
        return found;
    }

    /** The place with the longest way before its greedy parameter. */
    private static <T> @Nullable T greedy(Node<T> node, List<String> path, int at, Predicate<T> fits) {
        if (at == path.size()) {
            return null;
        }
        Node<T> literal = node.literals.get(path.get(at));
        T found = literal == null ? null : greedy(literal, path, at + 1, fits);
        if (found == null && node.parameter != null) {
            found = greedy(node.parameter, path, at + 1, fits);
        }
        if (found == null && node.greedy != null && fits.test(node.greedy)) {
            found = node.greedy;
        }
        return found;
    }

    /** The values of a template's parameters in a path that it matches, as they stand there. */
    static Map<String, String> parameters(List<String> template, List<String> path) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String segment = template.get(i);
            if (isGreedy(segment)) {
                values.put(
                        segment.substring(1, segment.length() - 2),
                        String.join("/", path.subList(Math.min(i, path.size()), path.size())));
            } else if (isParameter(segment) && i < path.size()) {
                values.put(segment.substring(1, segment.length() - 1), path.get(i));
            }
        }
        return values;
    }
}
