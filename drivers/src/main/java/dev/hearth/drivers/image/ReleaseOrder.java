package dev.hearth.drivers.image;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kernels' releases, older before newer: numbers count as numbers, so 6.1.0-9 comes before 6.1.0-56. */
final class ReleaseOrder implements Comparator<String> {

    /** A number, or what stands between numbers. */
    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    @Override
    public int compare(String left, String right) {
        Matcher one = PART.matcher(left);
        Matcher other = PART.matcher(right);
        while (true) {
            boolean more = one.find();
            if (!other.find()) {
                return more ? 1 : 0;
            }
            if (!more) {
                return -1;
            }
            int order = parts(one.group(), other.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int parts(String left, String right) {
        return isNumber(left) && isNumber(right)
                ? new BigInteger(left).compareTo(new BigInteger(right))
                : left.compareTo(right);
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}
