package dev.hearth.neighbours.apigateway;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of integrations. */
final class FunctionUri {

    private static final Pattern INVOKE =
            Pattern.compile("arn:[^:]+:apigateway:[^:]*:lambda:path/(?:/)?2015-03-31/functions/(.+?)/invocations");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");

    private FunctionUri() {}

    /** {@code uri} with stage variables in place of their names; one that is not set leaves nothing. */
    static String filled(String uri, Map<String, String> variables) {
        if (!uri.contains("${stageVariables.")) {
            return uri;
        }
        return VARIABLE.matcher(uri)
                .replaceAll(match -> Matcher.quoteReplacement(variables.getOrDefault(match.group(1), "")));
    }

    /**
     * The function that {@code uri} calls: an ARN of its own, or API Gateway's path to it; empty for something else.
     */
    static String arn(String uri, Map<String, String> variables) {
        String filled = filled(uri, variables);
        Matcher invoke = INVOKE.matcher(filled);
        if (invoke.matches()) {
            return invoke.group(1);
        }
        return filled.contains(":lambda:") && filled.contains(":function:") ? filled : "";
    }
}
