package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A way into an item.
 *
 * @param steps names ({@link String}) and places in lists ({@link Integer}); the first is a name
 */
record DocumentPath(List<Object> steps) {

    static DocumentPath of(String name) {
        return new DocumentPath(List.of(name));
    }

    String head() {
        return (String) steps.getFirst();
    }

    boolean isNested() {
        return steps.size() > 1;
    }

    /** What is there; null when nothing is. */
    @Nullable
    AttributeValue in(Map<String, AttributeValue> item) {
        AttributeValue at = item.get(head());
        for (int i = 1; i < steps.size() && at != null; i++) {
            at = step(at, steps.get(i));
        }
        return at;
    }

    private static @Nullable AttributeValue step(AttributeValue at, Object step) {
        if (step instanceof Integer place) {
            return at instanceof AttributeValue.L(List<AttributeValue> list) && place < list.size()
                    ? list.get(place)
                    : null;
        }
        return at instanceof AttributeValue.M(Map<String, AttributeValue> map) ? map.get((String) step) : null;
    }

    /** What of {@code item} is at {@code paths}; elements of lists stand in the lists' order without gaps. */
    static Map<String, AttributeValue> project(List<DocumentPath> paths, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> found = new LinkedHashMap<>();
        Map<String, Branch> branches = new LinkedHashMap<>();
        for (DocumentPath path : paths) {
            AttributeValue value = path.in(item);
            if (value != null && !path.isNested()) {
                found.put(path.head(), value);
            } else if (value != null) {
                branches.computeIfAbsent(path.head(), _ -> new Branch()).add(path.steps, 1, value);
            }
        }
        branches.forEach((name, branch) -> found.put(name, branch.value()));
        return found;
    }

    /** A part of a projected document. */
    private static final class Branch {
        private final Map<String, Branch> members = new LinkedHashMap<>();
        private final TreeMap<Integer, Branch> elements = new TreeMap<>();
        private @Nullable AttributeValue leaf;

        void add(List<Object> steps, int from, AttributeValue value) {
            if (from == steps.size()) {
                leaf = value;
                return;
            }
            Branch next = steps.get(from) instanceof Integer place
                    ? elements.computeIfAbsent(place, _ -> new Branch())
                    : members.computeIfAbsent((String) steps.get(from), _ -> new Branch());
            next.add(steps, from + 1, value);
        }

        AttributeValue value() {
            if (leaf != null) {
                return leaf;
            }
            if (!elements.isEmpty()) {
                List<AttributeValue> list = new ArrayList<>();
                elements.values().forEach(each -> list.add(each.value()));
                return new AttributeValue.L(list);
            }
            Map<String, AttributeValue> map = new LinkedHashMap<>();
            members.forEach((name, each) -> map.put(name, each.value()));
            return new AttributeValue.M(map);
        }
    }

    /** As AWS says it in errors. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (Object step : steps) {
            text.append(text.length() > 1 ? ", " : "").append(step instanceof Integer ? "[" + step + "]" : step);
        }
        return text.append(']').toString();
    }
}
