package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.ExpressionInput;
import dev.hearth.neighbours.dynamodb.LegacyCondition;
import dev.hearth.neighbours.dynamodb.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parameters that several operations have. */
final class Parameters {

    static final String[] OPERATORS = {
        "IN",
        "NULL",
        "BETWEEN",
        "LT",
        "NOT_CONTAINS",
        "EQ",
        "GT",
        "NOT_NULL",
        "NE",
        "LE",
        "BEGINS_WITH",
        "GE",
        "CONTAINS"
    };
    private static final int MAX_ATTRIBUTES = 255;

    private Parameters() {}

    /** What nearly every operation on items has. */
    static Constraints common(Members request) {
        return new Constraints()
                .oneOf(request.text("ReturnConsumedCapacity"), "returnConsumedCapacity", "INDEXES", "TOTAL", "NONE");
    }

    /** Refuses expressions together with what was there before them, and placeholders without expressions. */
    static void checkForms(Members request, List<String> expressions, List<String> others) {
        List<String> used = present(request, expressions);
        if (!used.isEmpty()) {
            boolean keys = request.has("KeyConditions") && !request.has("KeyConditionExpression");
            List<String> old = new ArrayList<>(present(request, others));
            if (keys) {
                old.remove("KeyConditions");
            }
            if (!old.isEmpty()) {
                throw DynamoDbError.invalid("Can not use both expression and non-expression parameters in the same"
                        + " request: Non-expression parameters: {" + String.join(", ", old)
                        + "} Expression parameters: {" + String.join(", ", used) + "}");
            }
        }
        if (request.has("ExpressionAttributeNames") && used.isEmpty()) {
            throw DynamoDbError.invalid("ExpressionAttributeNames can only be specified when using expressions");
        }
        if (request.has("ExpressionAttributeValues")) {
            List<String> valued = new ArrayList<>(expressions);
            valued.remove("ProjectionExpression");
            if (!valued.isEmpty() && present(request, valued).isEmpty()) {
                throw DynamoDbError.invalid("ExpressionAttributeValues can only be specified when using expressions: "
                        + String.join(" and ", valued) + (valued.size() > 1 ? " are" : " is") + " null");
            }
        }
    }

    private static List<String> present(Members request, List<String> names) {
        List<String> present = new ArrayList<>(names.size());
        for (String name : names) {
            if (request.has(name)) {
                present.add(name);
            }
        }
        return present;
    }

    static ExpressionInput input(Members request) {
        Map<String, String> names = request.textMap("ExpressionAttributeNames");
        Map<String, AttributeValue> values = Values.placeholders(request);
        return names == null && values == null ? ExpressionInput.NONE : new ExpressionInput(names, values);
    }

    /** {@code AttributesToGet}; null when there are none. */
    static @Nullable List<String> attributes(Members request) {
        List<String> names = request.texts("AttributesToGet");
        if (names != null) {
            new Constraints()
                    .size(names, names.size(), 1, MAX_ATTRIBUTES, "attributesToGet")
                    .check();
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                if (!seen.add(name)) {
                    throw DynamoDbError.invalidParameter("Duplicate value in attribute name: " + name);
                }
            }
        }
        return names;
    }

    /** A map of conditions as they were before there were expressions; null when there is none. */
    static @Nullable Map<String, LegacyCondition> conditions(Members request, String name) {
        Members found = request.structure(name);
        if (found == null) {
            return null;
        }
        Map<String, LegacyCondition> all = new LinkedHashMap<>();
        Constraints constraints = new Constraints();
        for (String attribute : found.map().keySet()) {
            Members condition = found.structure(attribute);
            if (condition != null) {
                String operator = condition.text("ComparisonOperator");
                String path = name + "." + attribute + ".member.comparisonOperator";
                constraints.notNull(operator, path).oneOf(operator, path, OPERATORS);
                List<AttributeValue> values = values(condition);
                all.put(
                        attribute,
                        new LegacyCondition(operator == null ? "" : operator, values == null ? List.of() : values));
            }
        }
        constraints.check();
        return all;
    }

    private static @Nullable List<AttributeValue> values(Members condition) {
        List<@Nullable Object> list = condition.list("AttributeValueList");
        if (list == null) {
            return null;
        }
        List<AttributeValue> values = new ArrayList<>();
        list.forEach(each -> values.add(Values.value(each)));
        return values;
    }

    /** When a write may happen. */
    static Write.Guard guard(Members request, boolean legacy) {
        boolean returnOld = "ALL_OLD".equals(request.text("ReturnValuesOnConditionCheckFailure"));
        Map<String, Write.Expected> expected = legacy ? expected(request) : null;
        String condition = request.text("ConditionExpression");
        ExpressionInput input = input(request);
        if (condition == null && expected == null && input == ExpressionInput.NONE) {
            return Write.Guard.NONE;
        }
        boolean any = "OR".equals(request.text("ConditionalOperator"));
        return new Write.Guard(condition, input, expected, any, returnOld);
    }

    private static @Nullable Map<String, Write.Expected> expected(Members request) {
        Members found = request.structure("Expected");
        if (found == null) {
            return null;
        }
        Map<String, Write.Expected> all = new LinkedHashMap<>();
        Constraints constraints = new Constraints();
        for (String attribute : found.map().keySet()) {
            Members wish = found.structure(attribute);
            if (wish != null) {
                String operator = wish.text("ComparisonOperator");
                constraints.oneOf(operator, "expected." + attribute + ".member.comparisonOperator", OPERATORS);
                AttributeValue value =
                        wish.has("Value") ? Values.value(wish.map().get("Value")) : null;
                all.put(attribute, new Write.Expected(operator, values(wish), value, wish.flag("Exists")));
            }
        }
        constraints.check();
        return all;
    }

    static boolean wantsCapacity(Members request) {
        String wish = request.text("ReturnConsumedCapacity");
        return "TOTAL".equals(wish) || "INDEXES".equals(wish);
    }
}
