package dev.hearth.services.logs;

import org.jspecify.annotations.Nullable;

/**
 * A filter pattern as CloudWatch Logs' user guide describes it ("Filter pattern syntax"): nothing, terms, a JSON
 * expression in braces, or space-delimited fields in brackets.
 */
sealed interface FilterPattern permits FilterPattern.Everything, TermPattern, JsonPattern, FieldPattern {

    boolean matches(String message);

    /** The pattern that is not there. */
    record Everything() implements FilterPattern {
        @Override
        public boolean matches(String message) {
            return true;
        }
    }

    /**
     * Reads {@code pattern}; null and blank match everything.
     *
     * @throws dev.hearth.core.FaultException INVALID_PARAMETER when it is not in the language
     */
    static FilterPattern parse(@Nullable String pattern) {
        if (pattern == null || pattern.isBlank()) {
            return new Everything();
        }
        if (pattern.length() > LogRules.PATTERN_CHARS) {
            throw LogRules.violation(
                    pattern,
                    "filterPattern",
                    "Member must have length less than or equal to " + LogRules.PATTERN_CHARS);
        }
        PatternReader reader = new PatternReader(pattern.strip());
        return switch (reader.peek()) {
            case '{' -> JsonPattern.parse(reader);
            case '[' -> FieldPattern.parse(reader);
            default -> TermPattern.parse(reader);
        };
    }
}
