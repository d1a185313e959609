package dev.hearth.neighbours.dynamodb;

import java.math.BigDecimal;

/**
 * DynamoDB's numbers: up to 38 significant digits, magnitudes from 1E-130 to 9.99E+125. They are kept as text without
 * exponent, without leading and trailing zeros.
 */
public interface Numbers {

    /** The most significant digits. */
    int DIGITS = 38;

    /** The exponent of the first digit of the largest numbers, and of the smallest. */
    int MAX_EXPONENT = 125;

    int MIN_EXPONENT = -130;

    /** Longer text is no number that could be kept, characters. */
    int MAX_TEXT = 400;

    /** Numbers of that many characters or fewer need no look at their limits. */
    int SHORT_TEXT = 18;

    /**
     * The one form of the number that {@code text} says.
     *
     * @throws dev.hearth.core.FaultException in AWS's words when it is none, or too large, small or long
     */
    static String canonical(String text) {
        if (isPlain(text)) {
            return text;
        }
        if (text.isEmpty()) {
            throw DynamoDbError.invalid("The parameter cannot be converted to a numeric value");
        }
        if (text.length() > MAX_TEXT) {
            throw notANumber(text);
        }
        try {
            return canonical(new BigDecimal(text));
        } catch (NumberFormatException no) {
            throw notANumber(text);
        }
    }

    private static dev.hearth.core.FaultException notANumber(String text) {
        return DynamoDbError.invalid("The parameter cannot be converted to a numeric value: " + text);
    }

    /** A whole number that is short and has no sign and no leading zero is in its form already. */
    private static boolean isPlain(String text) {
        int length = text.length();
        if (length == 0 || length > SHORT_TEXT || text.charAt(0) == '0' && length > 1) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static String canonical(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        long exponent = (long) number.precision() - number.scale() - 1;
        if (exponent > MAX_EXPONENT) {
            throw DynamoDbError.invalid(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range");
        }
        if (exponent < MIN_EXPONENT) {
            throw DynamoDbError.invalid(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.precision() > DIGITS) {
            throw DynamoDbError.invalid("Attempting to store more than 38 significant digits in a Number");
        }
        return stripped.toPlainString();
    }

    /** {@code one + other}; refused when it has more digits than can be kept. */
    static String add(String one, String other) {
        return canonical(new BigDecimal(one).add(new BigDecimal(other)));
    }

    /** {@code one - other}; refused when it has more digits than can be kept. */
    static String subtract(String one, String other) {
        return canonical(new BigDecimal(one).subtract(new BigDecimal(other)));
    }

    /** As {@link Comparable} compares. */
    static int compare(String one, String other) {
        return new BigDecimal(one).compareTo(new BigDecimal(other));
    }

    /** Bytes that a number takes of an item's size: two digits in each, one for exponent and sign. */
    static int size(String canonical) {
        int first = -1;
        int last = -1;
        int point = canonical.length();
        int position = 0;
        int digits = 0;
        for (int i = 0; i < canonical.length(); i++) {
            char c = canonical.charAt(i);
            if (c == '.') {
                point = position;
            } else if (c != '-') {
                if (c != '0') {
                    first = first < 0 ? position : first;
                    last = position;
                }
                position++;
            }
        }
        if (first < 0) {
            return 1;
        }
        digits = last - first + 1;
        point = Math.min(point, position);
        int exponent = point - first - 1;
        int aligned = digits % 2 != 0 || exponent % 2 != 0 ? 0 : 1;
        return 1 + (digits + 1) / 2 + aligned + (canonical.charAt(0) == '-' ? 1 : 0);
    }
}
