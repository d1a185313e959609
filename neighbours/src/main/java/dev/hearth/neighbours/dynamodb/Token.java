package dev.hearth.neighbours.dynamodb;

/**
 * A word of an expression.
 *
 * @param text as it stands there; empty at the end
 * @param start where, in characters
 */
record Token(Kind kind, String text, int start) {

    enum Kind {
        NAME,
        NAME_PLACEHOLDER,
        VALUE_PLACEHOLDER,
        NUMBER,
        SYMBOL,
        END
    }

    int end() {
        return start + text.length();
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equalsIgnoreCase(word);
    }
}
