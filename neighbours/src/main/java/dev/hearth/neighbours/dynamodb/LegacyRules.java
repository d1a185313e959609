package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters from before there were expressions, checked and made into conditions. */
final class LegacyRules {

    private static final Set<String> COMPARABLE = Set.of("S", "N", "B");
    private static final Set<String> EQUATABLE = Set.of("S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M");
    private static final Set<String> KEYS = Set.of("S", "N", "B", "SS", "NS", "BS");
    private static final Map<String, String> OPERATORS =
            Map.of("EQ", "=", "NE", "<>", "LE", "<=", "LT", "<", "GE", ">=", "GT", ">");

    private LegacyRules() {}

    /** {@code QueryFilter} or {@code ScanFilter}: refuses what is none. */
    static void check(@Nullable Map<String, LegacyCondition> conditions) {
        if (conditions != null) {
            conditions.values().forEach(each -> check(each, EQUATABLE));
        }
    }

    /** {@code KeyConditions}: refuses what is none. */
    static void checkKeys(Map<String, LegacyCondition> conditions) {
        conditions.values().forEach(each -> check(each, KEYS));
    }

    private static void check(LegacyCondition condition, Set<String> equatable) {
        check(condition.operator(), condition.values(), equatable);
    }

    private static void check(String operator, List<AttributeValue> values, Set<String> equatable) {
        checkCount(operator, values.size());
        checkTypes(values);
        Set<String> types = switch (operator) {
            case "EQ", "NE" -> equatable;
            case "BEGINS_WITH" -> Set.of("S", "B");
            default -> COMPARABLE;
        };
        for (AttributeValue each : values) {
            if (!types.contains(each.type())) {
                throw DynamoDbError.invalidParameter(
                        "ComparisonOperator " + operator + " is not valid for " + each.type() + " AttributeValue type");
            }
        }
        checkBetween(operator, values);
    }

    private static void checkCount(String operator, int count) {
        boolean fits = switch (operator) {
            case "NULL", "NOT_NULL" -> count == 0;
            case "IN" -> count > 0;
            case "BETWEEN" -> count == 2;
            default -> count == 1;
        };
        if (!fits) {
            throw DynamoDbError.invalidParameter(
                    "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
        }
    }

    private static void checkTypes(List<AttributeValue> values) {
        if (values.stream().map(AttributeValue::type).distinct().count() > 1) {
            throw DynamoDbError.invalidParameter("AttributeValues inside AttributeValueList must be of same type");
        }
    }

    private static void checkBetween(String operator, List<AttributeValue> values) {
        if (operator.equals("BETWEEN") && Comparing.isGreater(values.get(0), values.get(1))) {
            throw DynamoDbError.invalid(
                    "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
        }
    }

    /** Checked conditions as one; null for none. */
    static @Nullable Condition condition(@Nullable Map<String, LegacyCondition> conditions, boolean any) {
        Condition all = null;
        if (conditions != null) {
            for (Map.Entry<String, LegacyCondition> each : conditions.entrySet()) {
                Condition next = condition(
                        each.getKey(),
                        each.getValue().operator(),
                        each.getValue().values());
                all = joined(all, next, any);
            }
        }
        return all;
    }

    private static Condition joined(@Nullable Condition one, Condition other, boolean any) {
        return one == null ? other : any ? new Condition.Or(one, other) : new Condition.And(one, other);
    }

    private static Condition condition(String name, String operator, List<AttributeValue> values) {
        Operand path = new Operand.Path(DocumentPath.of(name));
        List<Operand> operands =
                values.stream().<Operand>map(Operand.Value::new).toList();
        return switch (operator) {
            case "NULL" -> new Condition.Test("attribute_not_exists", List.of(path));
            case "NOT_NULL" -> new Condition.Test("attribute_exists", List.of(path));
            case "CONTAINS" -> new Condition.Test("contains", List.of(path, operands.getFirst()));
            case "NOT_CONTAINS" ->
                // False of what is not there, as CONTAINS is.
                new Condition.And(
                        new Condition.Test("attribute_exists", List.of(path)),
                        new Condition.Not(new Condition.Test("contains", List.of(path, operands.getFirst()))));
            case "BEGINS_WITH" -> new Condition.Test("begins_with", List.of(path, operands.getFirst()));
            case "IN" -> new Condition.In(path, operands);
            case "BETWEEN" -> new Condition.Between(path, operands.get(0), operands.get(1));
            default -> new Condition.Compare(OPERATORS.getOrDefault(operator, "="), path, operands.getFirst());
        };
    }

    /** {@code Expected} as a condition; refuses what is none. Null for none. */
    static @Nullable Condition expected(@Nullable Map<String, Write.Expected> expected, boolean any) {
        Condition all = null;
        if (expected != null) {
            for (Map.Entry<String, Write.Expected> each : expected.entrySet()) {
                all = joined(all, expected(each.getKey(), each.getValue()), any);
            }
        }
        return all;
    }

    private static Condition expected(String name, Write.Expected wish) {
        AttributeValue value = wish.value();
        List<AttributeValue> list = wish.values();
        if (list != null && value != null) {
            throw DynamoDbError.invalidParameter(
                    "Value and AttributeValueList cannot be used together for Attribute: " + name);
        }
        String operator = wish.operator();
        if (operator == null) {
            return exists(name, wish);
        }
        if (wish.exists() != null) {
            throw DynamoDbError.invalidParameter(
                    "Exists and ComparisonOperator cannot be used together for Attribute: " + name);
        }
        boolean unary = operator.equals("NULL") || operator.equals("NOT_NULL");
        if (!unary && list == null && value == null) {
            throw DynamoDbError.invalidParameter("Value or AttributeValueList must be used with ComparisonOperator: "
                    + operator + " for Attribute: " + name);
        }
        List<AttributeValue> values = list != null ? list : value != null ? List.of(value) : List.of();
        check(operator, values, EQUATABLE);
        return condition(name, operator, values);
    }

    private static Condition exists(String name, Write.Expected wish) {
        AttributeValue value = wish.value();
        Boolean exists = wish.exists();
        if (wish.values() != null) {
            throw DynamoDbError.invalidParameter(
                    "AttributeValueList can only be used with a ComparisonOperator for Attribute: " + name);
        }
        boolean should = exists == null || exists;
        if (should && value == null) {
            throw DynamoDbError.invalidParameter(
                    "Value must be provided when Exists is " + exists + " for Attribute: " + name);
        }
        if (!should && value != null) {
            throw DynamoDbError.invalidParameter("Value cannot be used when Exists is false for Attribute: " + name);
        }
        return value == null ? condition(name, "NULL", List.of()) : condition(name, "EQ", List.of(value));
    }
}
