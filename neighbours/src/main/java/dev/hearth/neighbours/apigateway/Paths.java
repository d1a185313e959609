package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSONPath as mapping templates use it: names behind dots or in brackets, indexes, {@code *}, and {@code ..} for any
 * depth. Filters are not there.
 */
final class Paths {

    private static final Pattern STEP =
            Pattern.compile("(\\.\\.?)([^.\\[\\]]+)|\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]|\\[(-?\\d{1,9})\\]|\\[(\\*)\\]");

    private Paths() {}

    /** The value at {@code path}; a list where the path may mean several; null when nothing is there. */
    static @Nullable Object read(@Nullable Object root, String path) {
        String text = path.startsWith("$") ? path.substring(1) : path.isEmpty() ? "" : "." + path;
        List<@Nullable Object> now = new ArrayList<>();
        now.add(root);
        boolean several = false;
        Matcher step = STEP.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!step.region(end, text.length()).lookingAt()) {
                throw new IllegalArgumentException("Invalid JSON path expression: " + path);
            }
            end = step.end();
            boolean deep = "..".equals(step.group(1));
            String name = name(step);
            boolean all = "*".equals(step.group(6)) || "*".equals(step.group(2));
            several |= deep || all;
            List<@Nullable Object> next = new ArrayList<>();
            for (Object each : deep ? below(now) : now) {
                if (all) {
                    children(each, next);
                } else if (name != null && each instanceof Map<?, ?> map && map.containsKey(name)) {
                    next.add(map.get(name));
                } else if (step.group(5) != null && each instanceof List<?> list) {
                    element(list, Integer.parseInt(step.group(5)), next);
                }
            }
            now = next;
        }
        return several ? now : now.isEmpty() ? null : now.getFirst();
    }

    private static @Nullable String name(Matcher step) {
        return step.group(2) != null ? step.group(2) : step.group(3) != null ? step.group(3) : step.group(4);
    }

    private static void element(List<?> list, int index, List<@Nullable Object> into) {
        int at = index < 0 ? list.size() + index : index;
        if (at >= 0 && at < list.size()) {
            into.add(list.get(at));
        }
    }

    private static void children(@Nullable Object value, List<@Nullable Object> into) {
        if (value instanceof Map<?, ?> map) {
            into.addAll(map.values());
        } else if (value instanceof List<?> list) {
            into.addAll(list);
        }
    }

    private static List<@Nullable Object> below(List<@Nullable Object> values) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object value : values) {
            all.add(value);
            List<@Nullable Object> children = new ArrayList<>();
            children(value, children);
            all.addAll(below(children));
        }
        return all;
    }
}
