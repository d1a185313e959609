package dev.hearth.services.logs;

import java.util.OptionalDouble;

/** A sign and what stands right of it, in a filter pattern. */
record Comparison(Sign sign, Operand operand) {

    /** The signs, longer ones first, so that the first that fits is the right one. */
    enum Sign {
        NOT_EQUAL("!=", false),
        AT_LEAST(">=", true),
        AT_MOST("<=", true),
        EQUAL("=", false),
        MORE(">", true),
        LESS("<", true);

        private final String text;
        private final boolean ordered;

        Sign(String text, boolean ordered) {
            this.text = text;
            this.ordered = ordered;
        }

        String text() {
            return text;
        }

        boolean ordered() {
            return ordered;
        }
    }

    /**
     * Does it hold for a value with {@code text} at the left? What is not a number is neither more nor less than one.
     */
    boolean holds(String text) {
        return switch (sign) {
            case EQUAL -> operand.matches(text);
            case NOT_EQUAL -> !operand.matches(text);
            case AT_LEAST, AT_MOST, MORE, LESS -> ordered(Operand.numberIn(text));
        };
    }

    private boolean ordered(OptionalDouble left) {
        if (left.isEmpty() || operand.number().isEmpty()) {
            return false;
        }
        int order = Double.compare(left.getAsDouble(), operand.number().getAsDouble());
        return switch (sign) {
            case AT_LEAST -> order >= 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case LESS -> order < 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
        };
    }
}
