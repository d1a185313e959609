package dev.hearth.neighbours.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policy variables such as {@code ${aws:username}} (IAM user guide, "Policy variables"). */
final class Variables {

    private Variables() {}

    /** {@code text} with its variables' values; null when one has none, and then nothing matches. */
    static @Nullable String in(String text, Map<String, List<String>> context) {
        int start = text.indexOf("${");
        if (start < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (start >= 0) {
            int end = text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            String value = value(text.substring(start + 2, end), context);
            if (value == null) {
                return null;
            }
            out.append(text, at, start)
                    .append(value.replace('*', Wildcards.LITERAL_STAR).replace('?', Wildcards.LITERAL_QUESTION));
            at = end + 1;
            start = text.indexOf("${", at);
        }
        return out.append(text, at, text.length()).toString();
    }

    private static @Nullable String value(String name, Map<String, List<String>> context) {
        if (name.equals("*") || name.equals("?") || name.equals("$")) {
            return name;
        }
        int comma = name.indexOf(',');
        String key = (comma < 0 ? name : name.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
        List<String> values = context.get(key);
        if (values != null && values.size() == 1) {
            return values.getFirst();
        }
        String otherwise = comma < 0 ? "" : name.substring(comma + 1).strip();
        boolean quoted = otherwise.length() >= 2 && otherwise.startsWith("'") && otherwise.endsWith("'");
        return quoted ? otherwise.substring(1, otherwise.length() - 1) : null;
    }
}
