package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether items meet conditions. */
final class Conditions {

    private Conditions() {}

    static boolean holds(Condition condition, Map<String, AttributeValue> item) {
        return switch (condition) {
            case Condition.And(Condition left, Condition right) -> holds(left, item) && holds(right, item);
            case Condition.Or(Condition left, Condition right) -> holds(left, item) || holds(right, item);
            case Condition.Not(Condition inner) -> !holds(inner, item);
            case Condition.Compare(String operator, Operand left, Operand right) ->
                Comparing.holds(value(left, item), operator, value(right, item));
            case Condition.Between(Operand middle, Operand lower, Operand upper) -> {
                AttributeValue value = value(middle, item);
                yield Comparing.holds(value, ">=", value(lower, item))
                        && Comparing.holds(value, "<=", value(upper, item));
            }
            case Condition.In(Operand one, List<Operand> candidates) -> {
                AttributeValue value = value(one, item);
                yield value != null && candidates.stream().anyMatch(each -> value.equals(value(each, item)));
            }
            case Condition.Test(String name, List<Operand> arguments) -> test(name, arguments, item);
        };
    }

    private static boolean test(String name, List<Operand> arguments, Map<String, AttributeValue> item) {
        AttributeValue first = value(arguments.getFirst(), item);
        return switch (name) {
            case "attribute_exists" -> first != null;
            case "attribute_not_exists" -> first == null;
            case "attribute_type" ->
                first != null
                        && value(arguments.get(1), item) instanceof AttributeValue.S(String type)
                        && first.type().equals(type);
            case "begins_with" -> Comparing.beginsWith(first, value(arguments.get(1), item));
            case "contains" -> Comparing.contains(first, value(arguments.get(1), item));
            default -> throw new IllegalStateException("no test: " + name);
        };
    }

    static @Nullable AttributeValue value(Operand operand, Map<String, AttributeValue> item) {
        return switch (operand) {
            case Operand.Path(DocumentPath path) -> path.in(item);
            case Operand.Value(AttributeValue value) -> value;
            case Operand.Call(String _, List<Operand> arguments) -> Comparing.size(value(arguments.getFirst(), item));
            case Operand.Arithmetic _, Operand.Unknown _ -> throw new IllegalStateException("not in a condition");
        };
    }
}
