package dev.hearth.neighbours.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a condition holds (IAM user guide, "Condition operators"). */
final class Conditions {

    /** Every operator, without its quantifier and its IfExists. */
    static final Set<String> OPERATORS = Set.of(
            "stringequals",
            "stringnotequals",
            "stringequalsignorecase",
            "stringnotequalsignorecase",
            "stringlike",
            "stringnotlike",
            "numericequals",
            "numericnotequals",
            "numericlessthan",
            "numericlessthanequals",
            "numericgreaterthan",
            "numericgreaterthanequals",
            "dateequals",
            "datenotequals",
            "datelessthan",
            "datelessthanequals",
            "dategreaterthan",
            "dategreaterthanequals",
            "bool",
            "binaryequals",
            "ipaddress",
            "notipaddress",
            "arnequals",
            "arnlike",
            "arnnotequals",
            "arnnotlike",
            "null");

    private static final String ALL = "forallvalues:";
    private static final String ANY = "foranyvalue:";
    private static final String IF_EXISTS = "ifexists";

    private Conditions() {}

    /** The operator without what stands around it, in lower case. */
    static String bare(String operator) {
        String lower = operator.toLowerCase(Locale.ROOT);
        String plain = lower.startsWith(ALL) ? lower.substring(ALL.length()) : lower;
        plain = plain.startsWith(ANY) ? plain.substring(ANY.length()) : plain;
        return plain.endsWith(IF_EXISTS) ? plain.substring(0, plain.length() - IF_EXISTS.length()) : plain;
    }

    static boolean holds(PolicyStatement.Condition condition, Map<String, List<String>> context, boolean variables) {
        String operator = condition.operator().toLowerCase(Locale.ROOT);
        String bare = bare(operator);
        List<String> actual = context.getOrDefault(condition.key().toLowerCase(Locale.ROOT), List.of());
        List<String> wanted = wanted(condition.values(), context, variables);
        if (bare.equals("null")) {
            return wanted.stream().anyMatch(each -> Boolean.parseBoolean(each) == actual.isEmpty());
        }
        boolean not = bare.startsWith("not") || bare.contains("not");
        if (actual.isEmpty()) {
            return operator.startsWith(ALL) || operator.endsWith(IF_EXISTS) || not && !operator.startsWith(ANY);
        }
        String positive = bare.replace("not", "");
        if (operator.startsWith(ALL)) {
            return actual.stream().allMatch(value -> any(positive, wanted, value) != not);
        }
        if (operator.startsWith(ANY)) {
            return actual.stream().anyMatch(value -> any(positive, wanted, value) != not);
        }
        return actual.stream().anyMatch(value -> any(positive, wanted, value)) != not;
    }

    private static List<String> wanted(List<String> values, Map<String, List<String>> context, boolean variables) {
        List<String> meant = new ArrayList<>();
        for (String value : values) {
            String substituted = variables ? Variables.in(value, context) : value;
            if (substituted != null) {
                meant.add(substituted);
            }
        }
        return meant;
    }

    private static boolean any(String operator, List<String> wanted, String actual) {
        return wanted.stream().anyMatch(each -> matches(operator, each, actual));
    }

    private static boolean matches(String operator, String pattern, String actual) {
        String wanted = Wildcards.plain(pattern);
        return switch (operator) {
            case "stringequals", "binaryequals" -> wanted.equals(actual);
            case "stringequalsignorecase", "bool" -> wanted.equalsIgnoreCase(actual);
            case "stringlike" -> Wildcards.like(pattern, actual);
            case "arnequals", "arnlike" -> Wildcards.arnLike(pattern, actual);
            case "ipaddress" -> Addresses.isIn(wanted, actual);
            default ->
                operator.startsWith("numeric")
                        ? ordered(operator.substring("numeric".length()), compareNumbers(actual, wanted))
                        : operator.startsWith("date")
                                && ordered(operator.substring("date".length()), compareDates(actual, wanted));
        };
    }

    private static boolean ordered(String relation, @Nullable Integer order) {
        if (order == null) {
            return false;
        }
        return switch (relation) {
            case "equals" -> order == 0;
            case "lessthan" -> order < 0;
            case "lessthanequals" -> order <= 0;
            case "greaterthan" -> order > 0;
            case "greaterthanequals" -> order >= 0;
            default -> false;
        };
    }

    private static @Nullable Integer compareNumbers(String actual, String wanted) {
        try {
            return new BigDecimal(actual).compareTo(new BigDecimal(wanted));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Integer compareDates(String actual, String wanted) {
        Instant left = instant(actual);
        Instant right = instant(wanted);
        return left == null || right == null ? null : Integer.valueOf(left.compareTo(right));
    }

    /** ISO 8601, or seconds since 1970. */
    private static @Nullable Instant instant(String text) {
        try {
            if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException | NumberFormatException notADate) {
            return null;
        }
    }
}
