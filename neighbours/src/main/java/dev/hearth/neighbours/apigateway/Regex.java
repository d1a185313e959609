package dev.hearth.neighbours.apigateway;

import dev.hearth.core.WatchedText;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * An API's regular expressions against what anybody may send: looked for within a number of steps, on an event loop.
 * What takes more is no match, for there are expressions that take years for forty letters, and others that run over
 * the stack for long texts.
 */
final class Regex {

    /** Looks at a character, whatever the text's length; ours. */
    private static final long STEPS = 1_000_000;
    /** More looks for each character of the text. */
    private static final long STEPS_EACH = 8;

    private Regex() {}

    /** Whether {@code pattern} is the whole text. */
    static boolean matches(Pattern pattern, String text) {
        return within(() -> pattern.matcher(counted(text)).matches());
    }

    /** Whether {@code pattern} is somewhere in the text. */
    static boolean finds(Pattern pattern, String text) {
        return within(() -> pattern.matcher(counted(text)).find());
    }

    private static boolean within(BooleanSupplier look) {
        try {
            return look.getAsBoolean();
        } catch (TooLong | StackOverflowError tooMuch) {
            return false;
        }
    }

    /** The steps are used up. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("too many steps", null, false, false);
        }
    }

    private static CharSequence counted(String text) {
        return WatchedText.upTo(STEPS + STEPS_EACH * text.length(), text, TooLong::new);
    }
}
