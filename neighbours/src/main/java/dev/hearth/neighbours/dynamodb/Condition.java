package dev.hearth.neighbours.dynamodb;

import java.util.List;

/** A parsed condition. */
sealed interface Condition {

    record And(Condition left, Condition right) implements Condition {}

    record Or(Condition left, Condition right) implements Condition {}

    record Not(Condition inner) implements Condition {}

    /** @param operator {@code = <> < <= > >=} */
    record Compare(String operator, Operand left, Operand right) implements Condition {}

    record Between(Operand operand, Operand lower, Operand upper) implements Condition {}

    record In(Operand operand, List<Operand> candidates) implements Condition {}

    /** A function that is true or false. */
    record Test(String name, List<Operand> arguments) implements Condition {}
}
