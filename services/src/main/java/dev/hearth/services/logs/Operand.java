package dev.hearth.services.logs;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The right side of a comparison in a filter pattern. */
sealed interface Operand {

    /** A number as JSON writes it, with an optional plus; read in time linear to its length. */
    Pattern NUMBER = Pattern.compile("[+-]?\\d++(\\.\\d++)?([eE][+-]?\\d++)?");

    /** Is {@code text} equal to it, as text? */
    boolean matches(String text);

    default boolean isNumber() {
        return number().isPresent();
    }

    default OptionalDouble number() {
        return OptionalDouble.empty();
    }

    static OptionalDouble numberIn(String text) {
        return NUMBER.matcher(text).matches() ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }

    /** A quoted string: never a number, but an asterisk at its ends stands for any text. */
    static Operand text(String text) {
        boolean anyBefore = text.startsWith("*");
        boolean anyAfter = text.endsWith("*");
        int start = anyBefore ? 1 : 0;
        int end = anyAfter ? text.length() - 1 : text.length();
        return new Text(text.substring(start, Math.max(start, end)), anyBefore, anyAfter);
    }

    /** A bare word: a number if it looks like one. */
    static Operand word(String word) {
        OptionalDouble number = numberIn(word);
        return number.isPresent() ? new Number(word, number.getAsDouble()) : text(word);
    }

    record Text(String core, boolean anyBefore, boolean anyAfter) implements Operand {
        @Override
        public boolean matches(String text) {
            if (anyBefore && anyAfter) {
                return text.contains(core);
            }
            if (anyBefore) {
                return text.endsWith(core);
            }
            return anyAfter ? text.startsWith(core) : text.equals(core);
        }
    }

    record Number(String word, double value) implements Operand {
        @Override
        public boolean matches(String text) {
            OptionalDouble other = numberIn(text);
            return text.equals(word) || other.isPresent() && other.getAsDouble() == value;
        }

        @Override
        public OptionalDouble number() {
            return OptionalDouble.of(value);
        }
    }

    record Regex(LineRegex regex) implements Operand {
        @Override
        public boolean matches(String text) {
            return regex.find(text);
        }
    }
}
