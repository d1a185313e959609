package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CloudFormation's intrinsic functions, made and recognised. */
final class Fn {

    static final String REF = "Ref";
    static final String SUB = "Fn::Sub";
    static final String GET_ATT = "Fn::GetAtt";
    static final String IF = "Fn::If";

    private static final int IF_PARTS = 3;

    private Fn() {}

    static Map<String, Object> ref(String id) {
        return Tree.map(REF, id);
    }

    static Map<String, Object> getAtt(String id, String attribute) {
        return Tree.map(GET_ATT, Tree.list(id, attribute));
    }

    static Map<String, Object> sub(String text) {
        return Tree.map(SUB, text);
    }

    static Map<String, Object> sub(String text, Map<String, Object> variables) {
        return Tree.map(SUB, Tree.list(text, variables));
    }

    static Map<String, Object> noValue() {
        return ref("AWS::NoValue");
    }

    static Map<String, Object> when(String condition, Object then) {
        return when(condition, then, noValue());
    }

    static Map<String, Object> when(Object condition, Object then, Object otherwise) {
        return Tree.map(IF, Tree.list(condition, then, otherwise));
    }

    static Map<String, Object> not(Object condition) {
        return Tree.map("Fn::Not", Tree.list(Tree.map("Condition", condition)));
    }

    /** Whether {@code value} is a call of a function and nothing else. */
    static boolean is(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
            return false;
        }
        String name = String.valueOf(map.keySet().iterator().next());
        return name.equals(REF) || name.equals("Condition") || name.startsWith("Fn::");
    }

    static boolean isIf(@Nullable Object value) {
        return is(value) && ((Map<?, ?>) value).containsKey(IF);
    }

    static boolean isNoValue(@Nullable Object value) {
        return is(value) && "AWS::NoValue".equals(((Map<?, ?>) value).get(REF));
    }

    /** Condition, value if true, value if false of the {@code Fn::If} that {@code value} is; null when malformed. */
    static @Nullable List<Object> branches(Object value) {
        return ((Map<?, ?>) value).get(IF) instanceof List<?> list && list.size() == IF_PARTS ? Tree.items(list) : null;
    }

    /** The logical id that a {@code Ref} or {@code Fn::GetAtt} means; null for everything else. */
    static @Nullable String idOf(@Nullable Object value) {
        if (!is(value)) {
            return null;
        }
        Map<?, ?> map = (Map<?, ?>) value;
        if (map.get(REF) instanceof String id) {
            return id;
        }
        return switch (map.get(GET_ATT)) {
            case List<?> parts when parts.size() == 2 && parts.getFirst() instanceof String id -> id;
            case String text when text.split("\\.").length == 2 -> text.substring(0, text.indexOf('.'));
            case null, default -> null;
        };
    }

    /** What an expression of a {@code Ref} or {@code Fn::GetAtt} is within the text of a {@code Fn::Sub}. */
    static String inText(Map<String, Object> value) {
        if (value.get(REF) instanceof String id) {
            return "${" + id + "}";
        }
        return "${"
                + String.join(
                        ".",
                        Tree.items(value.get(GET_ATT)).stream()
                                .map(String::valueOf)
                                .toList()) + "}";
    }
}
