package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of a query or scan, read.
 *
 * @param keys null for none
 * @param filter null for none
 * @param projection null for all
 */
record Wanted(
        @Nullable Condition keys,
        @Nullable Condition filter,
        @Nullable List<DocumentPath> projection) {

    static Wanted of(Items.Selection selection, @Nullable String keyExpression) {
        Condition keys = null;
        Condition filter = LegacyRules.condition(selection.legacyFilter(), selection.any());
        List<DocumentPath> projection = selection.attributes() == null
                ? null
                : selection.attributes().stream().map(DocumentPath::of).toList();
        Placeholders placeholders = Placeholders.of(selection.input());
        if (keyExpression != null) {
            keys = Expressions.condition("KeyConditionExpression", keyExpression, placeholders);
        }
        if (selection.filter() != null) {
            filter = Expressions.condition("FilterExpression", selection.filter(), placeholders);
        }
        if (selection.projection() != null) {
            projection = Expressions.projection(selection.projection(), placeholders);
        }
        placeholders.checkUsed();
        return new Wanted(keys, filter, projection);
    }

    /** All paths of a condition. */
    static List<DocumentPath> filterPaths(@Nullable Condition condition) {
        List<DocumentPath> paths = new ArrayList<>();
        if (condition != null) {
            collect(condition, paths);
        }
        return paths;
    }

    private static void collect(Condition condition, List<DocumentPath> paths) {
        switch (condition) {
            case Condition.And(Condition left, Condition right) -> {
                collect(left, paths);
                collect(right, paths);
            }
            case Condition.Or(Condition left, Condition right) -> {
                collect(left, paths);
                collect(right, paths);
            }
            case Condition.Not(Condition inner) -> collect(inner, paths);
            case Condition.Compare(String _, Operand left, Operand right) -> collect(List.of(left, right), paths);
            case Condition.Between(Operand middle, Operand lower, Operand upper) ->
                collect(List.of(middle, lower, upper), paths);
            case Condition.In(Operand one, List<Operand> candidates) -> {
                collect(List.of(one), paths);
                collect(candidates, paths);
            }
            case Condition.Test(String _, List<Operand> arguments) -> collect(arguments, paths);
        }
    }

    private static void collect(List<Operand> operands, List<DocumentPath> paths) {
        for (Operand operand : operands) {
            switch (operand) {
                case Operand.Path(DocumentPath path) -> paths.add(path);
                case Operand.Call(String _, List<Operand> arguments) -> collect(arguments, paths);
                case Operand.Value _, Operand.Arithmetic _, Operand.Unknown _ -> {}
            }
        }
    }
}
