package dev.hearth.aws;

/**
 * What may stand in an answer's headers (RFC 9110, section 5). Metadata comes from forms, documents and query strings,
 * which can hold anything: a line's end among it would be a header of its sender's, or no answer at all.
 */
final class HeaderText {

    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

    private HeaderText() {}

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || SYMBOLS.indexOf(c) >= 0));
    }

    /** {@code text} with spaces for its control characters. */
    static String value(String text) {
        boolean plain = text.chars().noneMatch(HeaderText::isControl);
        if (plain) {
            return text;
        }
        StringBuilder without = new StringBuilder(text.length());
        text.chars().forEach(c -> without.append(isControl(c) ? ' ' : (char) c));
        return without.toString().strip();
    }

    private static boolean isControl(int c) {
        return c < ' ' && c != '\t' || c == 127;
    }
}
