package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An authorizer of a REST API.
 *
 * @param type {@code TOKEN}, {@code REQUEST} or {@code COGNITO_USER_POOLS}
 * @param sources what in the request says who calls
 * @param function its ARN
 * @param validation what a token must look like; null for anything
 * @param seconds for which its verdict counts
 */
record RestAuthorizer(
        String id,
        String type,
        List<String> sources,
        String function,
        boolean trusted,
        @Nullable Pattern validation,
        int seconds,
        Verdicts verdicts,
        Permit permit) {

    static RestAuthorizer of(Doc doc, Map<String, String> variables) {
        String source = doc.text("identitySource", "");
        String expression = doc.text("identityValidationExpression", "");
        return new RestAuthorizer(
                doc.text("id", ""),
                doc.text("type", ""),
                source.isEmpty() ? List.of() : List.of(source.split("\\s*,\\s*")),
                FunctionUri.arn(doc.text("authorizerUri", ""), variables),
                doc.has("authorizerCredentials"),
                expression.isEmpty() ? null : pattern(expression),
                doc.number("authorizerResultTtlInSeconds", 300),
                new Verdicts(),
                new Permit());
    }

    /** A pattern of the owner's; one that is none fits nothing. */
    static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException notAPattern) {
            return Pattern.compile("(?!)");
        }
    }
}
