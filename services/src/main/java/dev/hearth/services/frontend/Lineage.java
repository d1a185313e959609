package dev.hearth.services.frontend;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often a chain of invocations has come to the same function: the field {@code Lineage} of {@code X-Amzn-Trace-Id},
 * which a function's AWS SDK sends on with what it calls. One function of the chain is marked; when the chain does not
 * come back to it within {@link #LONGEST_CIRCLE} invocations, the next one is marked instead, so that a circle is found
 * wherever the chain entered it. The form is X-Ray's {@code requests:hash:loops}; source of the limit: developer guide,
 * "Use Lambda recursive loop detection to prevent infinite loops".
 *
 * @param requests invocations since the marked function's last one, that one included; 1 to 255
 * @param resource the marked function, as a hash
 * @param loops how often the chain came back to it
 */
public record Lineage(int requests, int resource, int loops) {

    /** Invocations of a function in one chain; the next is stopped. */
    static final int MOST_INVOCATIONS = 16;

    /** Functions of the longest circle that is found. */
    static final int LONGEST_CIRCLE = 16;

    /** As X-Ray's own fields end. */
    private static final int MOST_LOOPS = 32_767;

    private static final int FUNCTION_PARTS = 7;

    /** At most 255, eight hexadecimal digits, at most 32,767. */
    private static final Pattern FORM =
            Pattern.compile("(?:^|;)\\s*Lineage=(\\d{1,3}):([0-9a-f]{8}):(\\d{1,5})(?=;|\\s*$)");

    /** The lineage that {@code header} tells of; null for the beginning of a chain. */
    public static @Nullable Lineage of(@Nullable String header) {
        if (header == null || !header.contains("Lineage=")) {
            return null;
        }
        Matcher field = FORM.matcher(header);
        return field.find()
                ? new Lineage(
                        Integer.parseInt(field.group(1)),
                        Integer.parseUnsignedInt(field.group(2), 16),
                        Math.min(MOST_LOOPS, Integer.parseInt(field.group(3))))
                : null;
    }

    /** How often the chain of {@code header} came back to the function that it marks. */
    public static int loops(@Nullable String header) {
        Lineage lineage = of(header);
        return lineage == null ? 0 : lineage.loops;
    }

    /** What an invocation of {@code functionArn} makes of {@code before}. */
    static Lineage entered(@Nullable Lineage before, String functionArn) {
        int resource = hash(functionArn);
        if (before == null) {
            return new Lineage(1, resource, 0);
        }
        if (before.resource == resource) {
            return new Lineage(1, resource, Math.min(MOST_LOOPS, before.loops + 1));
        }
        return before.requests >= LONGEST_CIRCLE
                ? new Lineage(1, resource, 0)
                : new Lineage(before.requests + 1, before.resource, before.loops);
    }

    /** Whether the invocation with this lineage is one too many of {@code functionArn}. */
    boolean isTooLong(String functionArn) {
        return resource == hash(functionArn) && loops >= MOST_INVOCATIONS;
    }

    /** {@code header} as what the function calls, or what is told of it, has to carry it. */
    public static String header(@Nullable String header, String functionArn) {
        return entered(of(header), functionArn).in(header);
    }

    /** {@code header} with this lineage in place of the one it has. */
    String in(@Nullable String header) {
        String field = "Lineage=" + requests + ":" + hex(resource) + ":" + loops;
        if (header == null || header.isEmpty()) {
            return field;
        }
        String others = header.contains("Lineage=") ? withoutLineage(header) : header;
        return others.isEmpty() ? field : others + ";" + field;
    }

    private static String withoutLineage(String header) {
        StringBuilder kept = new StringBuilder();
        for (String field : header.split(";")) {
            if (!field.strip().startsWith("Lineage=")) {
                kept.append(kept.isEmpty() ? "" : ";").append(field);
            }
        }
        return kept.toString();
    }

    private static String hex(int value) {
        String digits = Integer.toHexString(value);
        return "0".repeat(8 - digits.length()) + digits;
    }

    /** Of the function whatever its qualifier: a text's own hash is the same in every process. */
    private static int hash(String functionArn) {
        int end = -1;
        for (int part = 0; part < FUNCTION_PARTS; part++) {
            end = functionArn.indexOf(':', end + 1);
            if (end < 0) {
                return functionArn.hashCode();
            }
        }
        return functionArn.substring(0, end).hashCode();
    }
}
