package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions on keys, which are simpler than others: at most one for each part of the key. */
final class KeyConditions {

    private static final Map<String, String> LEGACY = Map.of("=", "EQ", "<", "LT", "<=", "LE", ">", "GT", ">=", "GE");
    private static final Map<String, String> TURNED = Map.of("=", "=", "<", ">", "<=", ">=", ">", "<", ">=", "<=");
    private static final Set<String> NOT_INDEXABLE = Set.of("NULL", "NOT_NULL", "NE", "CONTAINS", "NOT_CONTAINS", "IN");
    private static final String INVALID_OPERATOR = "Invalid operator used in KeyConditionExpression: ";
    private static final String INVALID = "Invalid condition in KeyConditionExpression: ";

    private KeyConditions() {}

    /** A parsed {@code KeyConditionExpression} in the form of {@code KeyConditions}. */
    static Map<String, LegacyCondition> of(Condition condition) {
        Map<String, LegacyCondition> all = new LinkedHashMap<>();
        collect(condition, all);
        return all;
    }

    private static void collect(Condition condition, Map<String, LegacyCondition> all) {
        switch (condition) {
            case Condition.And(Condition left, Condition right) -> {
                collect(left, all);
                collect(right, all);
            }
            case Condition.Or _ -> throw DynamoDbError.invalid(INVALID_OPERATOR + "OR");
            case Condition.Not _ -> throw DynamoDbError.invalid(INVALID_OPERATOR + "NOT");
            case Condition.In _ -> throw DynamoDbError.invalid(INVALID_OPERATOR + "IN");
            case Condition.Compare(String operator, Operand left, Operand right) -> compare(operator, left, right, all);
            case Condition.Between(Operand middle, Operand lower, Operand upper) -> {
                if (!(middle instanceof Operand.Path)) {
                    throw DynamoDbError.invalid(
                            INVALID + "BETWEEN operator must have the key attribute as its first operand");
                }
                add("BETWEEN", List.of(middle, lower, upper), all);
            }
            case Condition.Test(String name, List<Operand> arguments) -> {
                if (!name.equals("begins_with")) {
                    throw DynamoDbError.invalid(INVALID_OPERATOR + name);
                }
                if (!(arguments.getFirst() instanceof Operand.Path)) {
                    throw DynamoDbError.invalid(
                            INVALID + "begins_with operator must have the key attribute as its first operand");
                }
                add("BEGINS_WITH", arguments, all);
            }
        }
    }

    private static void compare(String operator, Operand left, Operand right, Map<String, LegacyCondition> all) {
        if (operator.equals("<>")) {
            throw DynamoDbError.invalid(INVALID_OPERATOR + "<>");
        }
        boolean turned = !(left instanceof Operand.Path) && right instanceof Operand.Path;
        String direct = turned ? TURNED.getOrDefault(operator, operator) : operator;
        add(LEGACY.getOrDefault(direct, "EQ"), turned ? List.of(right, left) : List.of(left, right), all);
    }

    private static void add(String operator, List<Operand> operands, Map<String, LegacyCondition> all) {
        String name = null;
        List<AttributeValue> values = new ArrayList<>();
        for (Operand operand : operands) {
            switch (operand) {
                case Operand.Path(DocumentPath path) -> {
                    if (name != null) {
                        throw DynamoDbError.invalid(INVALID + "Multiple attribute names used in one condition");
                    }
                    if (path.isNested()) {
                        throw DynamoDbError.invalid(
                                "KeyConditionExpressions cannot have conditions on nested attributes");
                    }
                    name = path.head();
                }
                case Operand.Value(AttributeValue value) -> values.add(value);
                case Operand.Call _, Operand.Arithmetic _, Operand.Unknown _ ->
                    throw DynamoDbError.invalid("KeyConditionExpressions cannot contain nested operations");
            }
        }
        if (name == null) {
            throw DynamoDbError.invalid(INVALID + "No key attribute specified");
        }
        if (all.put(name, new LegacyCondition(operator, values)) != null) {
            throw DynamoDbError.invalid("KeyConditionExpressions must only contain one condition per key");
        }
    }

    static void checkCount(Map<String, LegacyCondition> conditions) {
        if (conditions.isEmpty() || conditions.size() > 2) {
            throw DynamoDbError.invalid("Conditions can be of length 1 or 2 only");
        }
    }

    /** Refuses one that cannot be asked of a key. */
    static void check(Map<String, LegacyCondition> conditions, KeySchema.Part part, boolean hash, boolean simple) {
        if (hash && simple && conditions.size() > 1) {
            throw notSupported();
        }
        LegacyCondition condition = conditions.get(part.name());
        if (condition == null) {
            if (hash || conditions.size() > 1) {
                throw DynamoDbError.invalid("Query condition missed key schema element: " + part.name());
            }
            return;
        }
        if (NOT_INDEXABLE.contains(condition.operator())) {
            throw DynamoDbError.invalid("Attempted conditional constraint is not an indexable operation");
        }
        for (AttributeValue each : condition.values()) {
            if (!part.fits(each)) {
                throw DynamoDbError.invalidParameter("Condition parameter type does not match schema type");
            }
            checkNotEmpty(each, part);
        }
        if (hash && !condition.operator().equals("EQ")) {
            throw notSupported();
        }
    }

    private static void checkNotEmpty(AttributeValue value, KeySchema.Part part) {
        boolean text = value instanceof AttributeValue.S(String string) && string.isEmpty();
        boolean binary = value instanceof AttributeValue.B(byte[] bytes) && bytes.length == 0;
        if (text || binary) {
            throw DynamoDbError.invalid("One or more parameter values are not valid. The AttributeValue for a key"
                    + " attribute cannot contain an empty " + (text ? "string" : "binary") + " value. Key: "
                    + part.name());
        }
    }

    private static FaultException notSupported() {
        return DynamoDbError.invalid("Query key condition not supported");
    }

    /** Which entries meet the conditions, behind {@code after}. */
    static TableStore.Range range(
            Map<String, LegacyCondition> conditions,
            KeySchema keys,
            TableStore.@Nullable Start after,
            boolean forward) {
        LegacyCondition first = conditions.get(keys.hash().name());
        if (first == null) {
            throw new IllegalStateException("not checked");
        }
        byte[] hash = KeyBytes.hashed(first.values().getFirst());
        LegacyCondition second =
                keys.range() == null ? null : conditions.get(keys.range().name());
        if (second == null) {
            return new TableStore.Range.One(hash, null, null, after, forward);
        }
        byte[] value = KeyBytes.of(second.values().getFirst());
        TableStore.Bound exact = new TableStore.Bound(value, true);
        TableStore.Bound open = new TableStore.Bound(value, false);
        return switch (second.operator()) {
            case "LT" -> new TableStore.Range.One(hash, null, open, after, forward);
            case "LE" -> new TableStore.Range.One(hash, null, exact, after, forward);
            case "GT" -> new TableStore.Range.One(hash, open, null, after, forward);
            case "GE" -> new TableStore.Range.One(hash, exact, null, after, forward);
            case "BETWEEN" -> {
                byte[] upper = KeyBytes.of(second.values().get(1));
                yield new TableStore.Range.One(hash, exact, new TableStore.Bound(upper, true), after, forward);
            }
            case "BEGINS_WITH" -> {
                byte[] behind = KeyBytes.behind(value);
                TableStore.Bound upper = behind == null ? null : new TableStore.Bound(behind, false);
                yield new TableStore.Range.One(hash, exact, upper, after, forward);
            }
            default -> new TableStore.Range.One(hash, exact, exact, after, forward);
        };
    }
}
