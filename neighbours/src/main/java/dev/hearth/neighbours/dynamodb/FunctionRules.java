package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What operators and functions of conditions take, with AWS's words for everything else. */
final class FunctionRules {

    private static final Map<String, Integer> ARGUMENTS = Map.of(
            "attribute_exists", 1,
            "attribute_not_exists", 1,
            "attribute_type", 2,
            "begins_with", 2,
            "contains", 2,
            "size", 1);
    private static final Set<String> TYPES = Set.of("S", "N", "B", "NULL", "SS", "BOOL", "L", "BS", "NS", "M");
    private static final String WRONG_TYPE = "Incorrect operand type for operator or function; operator or function: ";

    private FunctionRules() {}

    static void condition(String name, List<Operand> arguments, Findings all, Findings leaf) {
        Integer wanted = ARGUMENTS.get(name);
        if (wanted == null) {
            all.add(Findings.Kind.UNKNOWN_FUNCTION, "Invalid function name; function: " + name);
            return;
        }
        if (wanted != arguments.size()) {
            leaf.add(
                    Findings.Kind.OPERAND,
                    "Incorrect number of operands for operator or function; operator or function: " + name
                            + ", number of operands: " + arguments.size());
            return;
        }
        distinct(name, arguments, leaf);
        switch (name) {
            case "attribute_exists", "attribute_not_exists" -> {
                if (!(arguments.getFirst() instanceof Operand.Path)) {
                    leaf.add(
                            Findings.Kind.FUNCTION,
                            "Operator or function requires a document path; operator or function: " + name);
                }
            }
            case "begins_with" ->
                arguments.forEach(each -> {
                    String type = type(each);
                    if (type != null && !type.equals("S") && !type.equals("B")) {
                        leaf.add(Findings.Kind.FUNCTION, WRONG_TYPE + name + ", operand type: " + type);
                    }
                });
            case "attribute_type" -> attributeType(name, arguments.get(1), leaf);
            case "size" -> {
                String type = type(arguments.getFirst());
                if ("N".equals(type) || "BOOL".equals(type) || "NULL".equals(type)) {
                    leaf.add(Findings.Kind.FUNCTION, WRONG_TYPE + name + ", operand type: " + type);
                }
            }
            default -> {}
        }
    }

    private static void attributeType(String name, Operand wanted, Findings leaf) {
        if (!(wanted instanceof Operand.Value(AttributeValue.S(String text)))) {
            String type = type(wanted);
            leaf.add(
                    Findings.Kind.FUNCTION,
                    WRONG_TYPE + name + ", operand type: " + (type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : type));
        } else if (!TYPES.contains(text)) {
            leaf.add(
                    Findings.Kind.FUNCTION,
                    "Invalid attribute type name found; type: " + text
                            + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        }
    }

    /** The type of a value or of what a function gives; null where only the item tells. */
    static @Nullable String type(Operand operand) {
        if (operand instanceof Operand.Call(String name, List<Operand> _)) {
            return name.equals("size") ? "N" : "BOOL";
        }
        return operand.immediateType();
    }

    static void distinct(String operator, List<Operand> operands, Findings leaf) {
        if (operands.size() == 2
                && operands.get(0) instanceof Operand.Path(DocumentPath first)
                && operands.get(1) instanceof Operand.Path(DocumentPath second)
                && first.equals(second)) {
            leaf.add(
                    Findings.Kind.DISTINCT,
                    "The first operand must be distinct from the remaining operands for this operator or function;"
                            + " operator: " + operator + ", first operand: " + first);
        }
    }

    static void between(Operand lower, Operand upper, Findings leaf) {
        if (!(lower instanceof Operand.Value(AttributeValue low))
                || !(upper instanceof Operand.Value(AttributeValue high))) {
            return;
        }
        String problem = !low.type().equals(high.type())
                ? "requires same data type for lower and upper bounds"
                : Comparing.isGreater(low, high)
                        ? "requires upper bound to be greater than or equal to lower bound"
                        : "";
        if (!problem.isEmpty()) {
            leaf.add(
                    Findings.Kind.FUNCTION,
                    "The BETWEEN operator " + problem + "; lower bound operand: AttributeValue: " + shown(low)
                            + ", upper bound operand: AttributeValue: " + shown(high));
        }
    }

    /** Refuses values that have no order where one is asked for; attributes without one are just not in it. */
    static void ordered(String operator, List<Operand> operands, Findings leaf) {
        for (Operand each : operands) {
            if (each instanceof Operand.Value(AttributeValue value) && !Comparing.isOrdered(value)) {
                leaf.add(Findings.Kind.FUNCTION, WRONG_TYPE + operator + ", operand type: " + value.type());
                return;
            }
        }
    }

    private static String shown(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(String text) -> "{S:" + text + "}";
            case AttributeValue.N(String number) -> "{N:" + number + "}";
            case AttributeValue.B(byte[] bytes) ->
                "{B:" + java.util.Base64.getEncoder().encodeToString(bytes) + "}";
            case AttributeValue.Bool(boolean truth) -> "{BOOL:" + truth + "}";
            case AttributeValue.Null() -> "{NULL:true}";
            case AttributeValue other -> "{" + other.type() + ":}";
        };
    }
}
