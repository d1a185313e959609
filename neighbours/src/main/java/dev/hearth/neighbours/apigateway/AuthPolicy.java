package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The policy that an authorizer's function gives: what of {@code execute-api} its caller may invoke.
 *
 * @param statements in their order
 */
record AuthPolicy(List<Statement> statements) {

    record Statement(boolean allows, List<String> actions, List<String> resources) {}

    /** What a policy says of a method. */
    enum Word {
        ALLOW,
        DENY,
        NOTHING
    }

    /** The policy that a document is; null when it is none. */
    static @Nullable AuthPolicy of(Doc document) {
        Object given = document.get("Statement");
        if (given == null) {
            return null;
        }
        List<Statement> statements = new ArrayList<>();
        for (Doc each : given instanceof List ? document.docs("Statement") : List.of(document.doc("Statement"))) {
            String effect = each.text("Effect", "");
            if (!effect.equals("Allow") && !effect.equals("Deny")) {
                return null;
            }
            statements.add(new Statement(effect.equals("Allow"), some(each, "Action"), some(each, "Resource")));
        }
        return new AuthPolicy(statements);
    }

    private static List<String> some(Doc doc, String name) {
        String one = doc.text(name);
        return one == null ? doc.texts(name) : List.of(one);
    }

    /** What it says of invoking {@code arn}: a denial counts before everything. */
    Word verdict(String arn) {
        Word word = Word.NOTHING;
        for (Statement statement : statements) {
            boolean invokes = statement.actions().stream()
                    .anyMatch(action -> like(action.toLowerCase(Locale.ROOT), "execute-api:invoke"));
            if (invokes && statement.resources().stream().anyMatch(resource -> like(resource, arn))) {
                if (!statement.allows()) {
                    return Word.DENY;
                }
                word = Word.ALLOW;
            }
        }
        return word;
    }

    /** Whether a pattern with {@code *} and {@code ?} means {@code text}. Linear but for one step back. */
    static boolean like(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
