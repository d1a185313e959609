package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
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

    /** Those that are changed and those that values come from. */
    List<DocumentPath> allPaths() {
        List<DocumentPath> all = new ArrayList<>();
        for (Action action : actions) {
            all.add(action.path());
            if (action instanceof Set(DocumentPath _, Operand value)) {
                collect(value, all);
            }
        }
        return all;
    }

    private static void collect(Operand operand, List<DocumentPath> all) {
        switch (operand) {
            case Operand.Path(DocumentPath path) -> all.add(path);
            case Operand.Call(String _, List<Operand> arguments) -> arguments.forEach(each -> collect(each, all));
            case Operand.Arithmetic(char _, Operand left, Operand right) -> {
                collect(left, all);
                collect(right, all);
            }
            case Operand.Value _, Operand.Unknown _ -> {}
        }
    }
}
