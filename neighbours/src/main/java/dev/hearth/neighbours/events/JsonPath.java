package dev.hearth.neighbours.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into an event: {@code $}, then names behind dots or in {@code ['…']}, and indexes in brackets, which may be
 * {@code *} (user guide, "Input transformation").
 *
 * @param steps names, indexes as numbers, and {@code *} for all
 */
record JsonPath(List<Step> steps) {

    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]\\s'\"]+)|\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]|\\[(\\d{1,9}|\\*)\\]");

    /** One step down. */
    sealed interface Step {

        record Name(String name) implements Step {}

        record Index(int index) implements Step {}

        record All() implements Step {}
    }

    /** The path that {@code text} is; null when it is none. */
    static @Nullable JsonPath parse(String text) {
        if (!text.startsWith("$")) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 1;
        while (end < text.length() && matcher.region(end, text.length()).lookingAt()) {
            steps.add(step(matcher));
            end = matcher.end();
        }
        return end == text.length() ? new JsonPath(List.copyOf(steps)) : null;
    }

    private static Step step(Matcher matcher) {
        String index = matcher.group(4);
        if (index != null) {
            return index.equals("*") ? new Step.All() : new Step.Index(Integer.parseInt(index));
        }
        for (int group = 1; group <= 3; group++) {
            String name = matcher.group(group);
            if (name != null) {
                return name.equals("*") && group == 1 ? new Step.All() : new Step.Name(name);
            }
        }
        throw new IllegalStateException("a step is a name or an index");
    }

    /** What stands there; null when nothing does. */
    @Nullable
    Object find(Object root) {
        return find(root, 0);
    }

    private @Nullable Object find(Object from, int next) {
        Object at = from;
        for (int i = next; i < steps.size(); i++) {
            Object below = null;
            switch (steps.get(i)) {
                case Step.Name(String name) -> below = at instanceof Map<?, ?> map ? map.get(name) : null;
                case Step.Index(int index) ->
                    below = at instanceof List<?> list && index < list.size() ? list.get(index) : null;
                case Step.All _ -> {
                    return all(at, i + 1);
                }
            }
            if (below == null) {
                return null;
            }
            at = below;
        }
        return at;
    }

    private @Nullable Object all(Object at, int next) {
        Iterable<?> each;
        if (at instanceof Map<?, ?> map) {
            each = map.values();
        } else if (at instanceof List<?> list) {
            each = list;
        } else {
            return null;
        }
        List<Object> found = new ArrayList<>();
        for (Object one : each) {
            Object below = find(one, next);
            if (below != null) {
                found.add(below);
            }
        }
        return found;
    }
}
