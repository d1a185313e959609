package dev.hearth.services.registry;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function as a caller named it: a name, a partial or a full ARN, with or without a qualifier, already shown to be
 * of this account and region.
 *
 * @param name function name
 * @param qualifier version or alias, or null
 */
record FunctionReference(String name, @Nullable String qualifier) {

    private static final String ARN_FRONT = "(arn:(aws[a-zA-Z-]*)?:lambda:)?"
            + "([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?";

    private static final String ARN_START = "arn:aws:lambda:";
    private static final String ARN_FUNCTION = ":function:";

    /** What operations on existing functions take (botocore: {@code NamespacedFunctionName}). */
    static final Pattern EXISTING =
            Pattern.compile(ARN_FRONT + "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");

    /** What makes a function (botocore: {@code FunctionName}). */
    static final Pattern NEW = Pattern.compile(ARN_FRONT + "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");

    private static final Pattern QUALIFIER = Pattern.compile("\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+");

    /** Longest name or ARN of an existing function, characters. */
    private static final int EXISTING_LENGTH = 256;

    /** Longest name or ARN of a new function, characters. */
    private static final int NEW_LENGTH = 140;

    private static final int QUALIFIER_LENGTH = 128;
    private static final int REGION = 3;
    private static final int ACCOUNT = 8;
    private static final int NAME = 10;
    private static final int NAME_QUALIFIER = 12;

    /**
     * The function that a request for an existing one means.
     *
     * @param action what the caller wants, for example {@code lambda:GetFunction}
     */
    static FunctionReference existing(
            AwsScope scope, String action, @Nullable String function, @Nullable String qualifier) {
        FunctionReference whole = function == null || qualifier != null ? null : whole(scope, function);
        if (whole != null) {
            return whole;
        }
        new Constraints()
                .required("functionName", function)
                .length("functionName", function, 1, EXISTING_LENGTH)
                .pattern("functionName", function, EXISTING)
                .length("qualifier", qualifier, 1, QUALIFIER_LENGTH)
                .pattern("qualifier", qualifier, QUALIFIER)
                .verify();
        FunctionReference reference = parse(scope, action, EXISTING, String.valueOf(function));
        if (qualifier == null || qualifier.equals(reference.qualifier)) {
            return reference;
        }
        if (reference.qualifier != null) {
            throw refused("The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionReference(reference.name, qualifier);
    }

    /**
     * A whole ARN of this scope, in which services name functions at every call, without the patterns; null for every
     * other form and for what the patterns must judge.
     */
    private static @Nullable FunctionReference whole(AwsScope scope, String function) {
        int region = ARN_START.length();
        int account = region + scope.region().length() + 1;
        int name = account + scope.account().length() + ARN_FUNCTION.length();
        if (function.length() > EXISTING_LENGTH
                || !function.startsWith(ARN_START)
                || !function.startsWith(scope.region(), region)
                || !function.startsWith(":", account - 1)
                || !function.startsWith(scope.account(), account)
                || !function.startsWith(ARN_FUNCTION, name - ARN_FUNCTION.length())) {
            return null;
        }
        int colon = function.indexOf(':', name);
        int end = colon < 0 ? function.length() : colon;
        boolean plain = isPlain(function, name, end) && (colon < 0 || isPlain(function, colon + 1, function.length()));
        return plain
                ? new FunctionReference(function.substring(name, end), colon < 0 ? null : function.substring(colon + 1))
                : null;
    }

    private static boolean isPlain(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return from < to;
    }

    /** The name of a function to be made. */
    static String fresh(AwsScope scope, @Nullable String function) {
        new Constraints()
                .required("functionName", function)
                .length("functionName", function, 1, NEW_LENGTH)
                .pattern("functionName", function, NEW)
                .verify();
        FunctionReference reference = parse(scope, "lambda:CreateFunction", NEW, String.valueOf(function));
        if (reference.qualifier != null) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "1 validation error detected: Value '" + function + "' at 'functionName' failed to satisfy"
                                    + " constraint: Member must satisfy regular expression pattern: " + NEW)
                    .asException();
        }
        if (reference.name.length() > RegistryLimits.NAME_LENGTH) {
            throw refused("1 validation error detected: Value '" + reference.name + "' at 'functionName' failed to"
                    + " satisfy constraint: Member must have length less than or equal to "
                    + RegistryLimits.NAME_LENGTH);
        }
        return reference.name;
    }

    private static FunctionReference parse(AwsScope scope, String action, Pattern pattern, String function) {
        Matcher matcher = pattern.matcher(function);
        if (!matcher.matches()) {
            throw new IllegalStateException("checked before");
        }
        String region = matcher.group(REGION);
        String account = matcher.group(ACCOUNT);
        if (region != null && !region.equals(scope.region() + ":")) {
            throw new Fault(
                            Fault.Kind.NOT_FOUND,
                            "Functions from '" + region.substring(0, region.length() - 1)
                                    + "' are not reachable in this region ('" + scope.region() + "')")
                    .asException();
        }
        if (account != null && !account.equals(scope.account() + ":")) {
            throw new Fault(
                            Fault.Kind.ACCESS_DENIED,
                            "User: arn:aws:iam::" + scope.account() + ":root is not authorized to perform: " + action
                                    + " on resource: " + function)
                    .asException();
        }
        return new FunctionReference(matcher.group(NAME), matcher.group(NAME_QUALIFIER));
    }

    private static RuntimeException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
