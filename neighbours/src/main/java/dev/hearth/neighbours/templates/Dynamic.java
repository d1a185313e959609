package dev.hearth.neighbours.templates;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dynamic references: <code>{{resolve:ssm:name}}</code> in a text. */
final class Dynamic {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{resolve:([^{}]+)\\}\\}");

    private Dynamic() {}

    static Object fill(String text, Surroundings surroundings) {
        if (!text.contains("{{resolve:")) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            Object value = surroundings.dynamic(matcher.group(1));
            if (value instanceof Unknown) {
                return value;
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(Tree.text(value)));
        }
        return matcher.appendTail(filled).toString();
    }
}
