package dev.hearth.neighbours.policy;

/** Texts with {@code *} for any text and {@code ?} for one character. */
final class Wildcards {

    /** A star, and a question mark, that came out of a variable and stand for themselves. */
    static final char LITERAL_STAR = '\uE000';

    static final char LITERAL_QUESTION = '\uE001';

    private static final int ARN_PARTS = 6;

    private Wildcards() {}

    /** Takes time in proportion to the product of both lengths at most. */
    static boolean like(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (wanted == '?' || literal(wanted) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Part by part, the sixth of which holds all the rest. */
    static boolean arnLike(String pattern, String arn) {
        String[] wanted = pattern.split(":", ARN_PARTS);
        String[] actual = arn.split(":", ARN_PARTS);
        if (wanted.length != ARN_PARTS || actual.length != ARN_PARTS) {
            return false;
        }
        for (int i = 0; i < ARN_PARTS; i++) {
            if (!like(wanted[i], actual[i])) {
                return false;
            }
        }
        return true;
    }

    static String plain(String pattern) {
        return pattern.replace(LITERAL_STAR, '*').replace(LITERAL_QUESTION, '?');
    }

    private static char literal(char wanted) {
        return switch (wanted) {
            case LITERAL_STAR -> '*';
            case LITERAL_QUESTION -> '?';
            default -> wanted;
        };
    }
}
