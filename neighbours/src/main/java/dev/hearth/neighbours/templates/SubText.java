package dev.hearth.neighbours.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The text of an {@code Fn::Sub}: what stands between <code>${</code> and <code>}</code> is a name. */
final class SubText {

    private SubText() {}

    static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        fill(text, name -> {
            names.add(name);
            return "";
        });
        return names;
    }

    /** {@code text} with {@code value} of every name; <code>${!Name}</code> becomes <code>${Name}</code>. */
    static String fill(String text, Function<String, String> value) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            filled.append(text, from, open);
            String name = text.substring(open + 2, close).strip();
            filled.append(name.startsWith("!") ? "${" + name.substring(1) + "}" : value.apply(name));
            from = close + 1;
        }
        return filled.append(text.substring(from)).toString();
    }
}
