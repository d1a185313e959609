package dev.hearth.neighbours.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How values compare: only of one type, and only texts, numbers and bytes have an order. */
final class Comparing {

    private Comparing() {}

    static boolean isOrdered(@Nullable AttributeValue value) {
        return value instanceof AttributeValue.S
                || value instanceof AttributeValue.N
                || value instanceof AttributeValue.B;
    }

    /** Whether {@code left operator right}; false without an order. What is not there is unequal to everything. */
    static boolean holds(@Nullable AttributeValue left, String operator, @Nullable AttributeValue right) {
        if (left == null || right == null) {
            return operator.equals("<>");
        }
        return switch (operator) {
            case "=" -> left.equals(right);
            case "<>" -> !left.equals(right);
            default -> {
                if (!isOrdered(left) || !left.type().equals(right.type())) {
                    yield false;
                }
                int order = order(left, right);
                yield switch (operator) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
            }
        };
    }

    static boolean isGreater(AttributeValue one, AttributeValue other) {
        return holds(one, ">", other);
    }

    private static int order(AttributeValue left, AttributeValue right) {
        if (left instanceof AttributeValue.N(String one) && right instanceof AttributeValue.N(String other)) {
            return Numbers.compare(one, other);
        }
        return Arrays.compareUnsigned(KeyBytes.of(left), KeyBytes.of(right));
    }

    static boolean beginsWith(@Nullable AttributeValue whole, @Nullable AttributeValue start) {
        if (whole instanceof AttributeValue.S(String text) && start instanceof AttributeValue.S(String first)) {
            return text.startsWith(first);
        }
        return whole instanceof AttributeValue.B(byte[] bytes)
                && start instanceof AttributeValue.B(byte[] first)
                && bytes.length >= first.length
                && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
    }

    static boolean contains(@Nullable AttributeValue whole, @Nullable AttributeValue part) {
        if (whole == null || part == null) {
            return false;
        }
        return switch (whole) {
            case AttributeValue.S(String text) ->
                part instanceof AttributeValue.S(String piece) && text.contains(piece);
            case AttributeValue.B(byte[] bytes) ->
                part instanceof AttributeValue.B(byte[] piece) && latin(bytes).contains(latin(piece));
            case AttributeValue.Ss(List<String> all) ->
                part instanceof AttributeValue.S(String one) && all.contains(one);
            case AttributeValue.Ns(List<String> all) ->
                part instanceof AttributeValue.N(String one) && all.contains(one);
            case AttributeValue.Bs(List<AttributeValue.B> all) ->
                part instanceof AttributeValue.B one && all.contains(one);
            case AttributeValue.L(List<AttributeValue> all) -> all.contains(part);
            case AttributeValue.N _, AttributeValue.Bool _, AttributeValue.Null _, AttributeValue.M _ -> false;
        };
    }

    /** One char for each byte. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What {@code size()} says of a value; null for those that have none. */
    static @Nullable AttributeValue size(@Nullable AttributeValue value) {
        if (value == null) {
            return null;
        }
        int size = switch (value) {
            case AttributeValue.S(String text) -> text.length();
            case AttributeValue.B(byte[] bytes) -> bytes.length;
            case AttributeValue.Ss(List<String> all) -> all.size();
            case AttributeValue.Ns(List<String> all) -> all.size();
            case AttributeValue.Bs(List<AttributeValue.B> all) -> all.size();
            case AttributeValue.L(List<AttributeValue> all) -> all.size();
            case AttributeValue.M(var all) -> all.size();
            case AttributeValue.N _, AttributeValue.Bool _, AttributeValue.Null _ -> -1;
        };
        return size < 0 ? null : new AttributeValue.N(Integer.toString(size));
    }
}
