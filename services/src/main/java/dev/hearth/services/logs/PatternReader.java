package dev.hearth.services.logs;

import dev.hearth.core.FaultException;
import java.util.function.IntPredicate;

/** A filter pattern being read from left to right, with the pieces that all its forms share. */
final class PatternReader {

    /** The character after the last one. */
    static final char END = '\0';

    /** The most regular expressions of one pattern. */
    private static final int REGEXES = 2;

    private final String text;
    private int at;
    private int regexes;

    PatternReader(String text) {
        this.text = text;
    }

    FaultException invalid(String why) {
        return LogRules.invalid("Invalid filter pattern: " + why);
    }

    char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    char next() {
        char c = peek();
        at++;
        return c;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    PatternReader skipSpaces() {
        while (Character.isWhitespace(peek())) {
            at++;
        }
        return this;
    }

    /** Moves over {@code expected} if it comes next. */
    boolean take(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** Moves over {@code word}, in any case, if it comes next as a whole word. */
    boolean takeWord(String word) {
        int end = at + word.length();
        boolean there = text.regionMatches(true, at, word, 0, word.length())
                && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
        if (there) {
            at = end;
        }
        return there;
    }

    void expect(String expected) {
        if (!take(expected)) {
            throw invalid("expected " + expected + " at character " + (at + 1));
        }
    }

    /** The longest run of characters that are all {@code wanted}; perhaps empty. */
    String run(IntPredicate wanted) {
        int start = at;
        while (!atEnd() && wanted.test(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A string in double quotes, with backslash before a quote or a backslash. */
    String quoted() {
        expect("\"");
        StringBuilder content = new StringBuilder();
        while (true) {
            if (atEnd()) {
                throw invalid("a quote is not closed");
            }
            char c = next();
            if (c == '"') {
                return content.toString();
            }
            boolean escaped = c == '\\' && (peek() == '"' || peek() == '\\');
            content.append(escaped ? next() : c);
        }
    }

    /** A regular expression between percent signs. */
    LineRegex regex() {
        expect("%");
        if (++regexes > REGEXES) {
            throw invalid("at most " + REGEXES + " regular expressions are allowed");
        }
        StringBuilder content = new StringBuilder();
        while (true) {
            if (atEnd()) {
                throw invalid("a regular expression is not closed");
            }
            char c = next();
            if (c == '%') {
                return LineRegex.parse(content.toString(), this);
            }
            content.append(c);
            if (c == '\\' && !atEnd()) {
                content.append(next());
            }
        }
    }

    /** What a selector or a field is compared with: a quoted string, a regular expression, or a bare word. */
    Operand operand(IntPredicate bare) {
        return switch (skipSpaces().peek()) {
            case '"' -> Operand.text(quoted());
            case '%' -> new Operand.Regex(regex());
            default -> {
                String word = run(bare);
                if (word.isEmpty()) {
                    throw invalid("a value is missing at character " + (at + 1));
                }
                yield Operand.word(word);
            }
        };
    }

    /** A comparison: its sign, and its operand. */
    Comparison comparison(IntPredicate bare) {
        for (Comparison.Sign sign : Comparison.Sign.values()) {
            if (skipSpaces().take(sign.text())) {
                Comparison comparison = new Comparison(sign, operand(bare));
                if (sign.ordered() && !comparison.operand().isNumber()) {
                    throw invalid(sign.text() + " needs a number");
                }
                return comparison;
            }
        }
        throw invalid("a comparison is missing at character " + (at + 1));
    }
}
