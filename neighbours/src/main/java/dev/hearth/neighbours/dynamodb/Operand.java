package dev.hearth.neighbours.dynamodb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators and functions of expressions work on. */
sealed interface Operand {

    /** A place in the item. */
    record Path(DocumentPath path) implements Operand {}

    /** A value of the request. */
    record Value(AttributeValue value) implements Operand {}

    /** What a function gives, for example {@code size(a)}. */
    record Call(String name, List<Operand> arguments) implements Operand {}

    /** A sum or a difference. */
    record Arithmetic(char operator, Operand left, Operand right) implements Operand {}

    /** Stands for what could not be resolved, until its error is told. */
    record Unknown() implements Operand {}

    /** The type that a value of the request has; null for everything else. */
    default @Nullable String immediateType() {
        return this instanceof Value(AttributeValue value) ? value.type() : null;
    }
}
