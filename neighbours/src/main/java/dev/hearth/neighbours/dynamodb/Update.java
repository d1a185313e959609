package dev.hearth.neighbours.dynamodb;

import java.util.List;

/**
 * What an update does.
 *
 * @param actions in the order in which they were written
 */
record Update(List<Action> actions) {

    /** One change of one place. */
    sealed interface Action {

        DocumentPath path();
    }

    record Set(DocumentPath path, Operand value) implements Action {}

    record Remove(DocumentPath path) implements Action {}

    /** Adds to a number or a set. */
    record Add(DocumentPath path, AttributeValue value) implements Action {}

    /** Takes elements out of a set. */
    record Delete(DocumentPath path, AttributeValue value) implements Action {}

    List<DocumentPath> paths() {
        return actions.stream().map(Action::path).toList();
    }
}
