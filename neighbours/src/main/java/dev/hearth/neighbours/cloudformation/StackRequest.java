package dev.hearth.neighbours.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks a stack to be.
 *
 * @param name of the stack, or its ARN
 * @param body the template; null when another way to it is given
 * @param url where in S3 it is; null when another way to it is given
 * @param usePrevious whether the stack's own template is meant
 * @param parameters by name; the value null means the one before
 * @param capabilities that are acknowledged
 * @param tags of the stack; null for those before
 * @param notifications ARNs of topics; null for those before
 * @param role ARN of a role; null for the one before
 * @param token the caller's, or empty
 */
public record StackRequest(
        String name,
        @Nullable String body,
        @Nullable String url,
        boolean usePrevious,
        Map<String, @Nullable String> parameters,
        List<String> capabilities,
        @Nullable Map<String, String> tags,
        @Nullable List<String> notifications,
        @Nullable String role,
        String token) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*");

    /** The name, if it can be one. */
    String checkedName() {
        if (!NAME.matcher(name).matches() || name.length() > StackLimits.NAME_CHARS) {
            throw CloudFormationError.VALIDATION.because("1 validation error detected: Value '" + name
                    + "' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                    + NAME.pattern());
        }
        return name;
    }
}
