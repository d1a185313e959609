package dev.hearth.neighbours.dynamodb;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an expression beside its syntax. All of it is read before the first is told, and which one is told
 * goes by its kind: AWS looks for one kind after the other.
 */
class Findings {

    enum Kind {
        PARENTHESES,
        UNKNOWN_FUNCTION,
        MISUSED_FUNCTION,
        RESERVED,
        SECTION,
        NAME,
        VALUE,
        OVERLAP,
        CONFLICT,
        OPERAND,
        DISTINCT,
        FUNCTION,
        CONDITION
    }

    private final Map<Kind, String> first = new EnumMap<>(Kind.class);

    void add(Kind kind, String message) {
        first.putIfAbsent(kind, message);
    }

    /** The one to be told; null when all is fine. */
    @Nullable
    String message() {
        return first.isEmpty() ? null : first.values().iterator().next();
    }

    void tell() {
        String message = message();
        if (message != null) {
            throw new ExpressionError(message);
        }
    }
}
