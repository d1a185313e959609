package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;

/**
 * An authorizer of an HTTP or WebSocket API.
 *
 * @param type {@code JWT} or {@code REQUEST}
 * @param sources what in the request says who calls, for example {@code $request.header.Authorization}
 * @param issuer of tokens; empty for a function
 * @param audiences one of which a token must be for
 * @param function its ARN; empty for tokens
 * @param format payload format, {@code 1.0} or {@code 2.0}
 * @param simple whether the function answers {@code isAuthorized}, and no policy
 * @param seconds for which its verdict counts
 * @param permit whether the function may be called
 */
record HttpAuthorizer(
        String id,
        String type,
        List<String> sources,
        String issuer,
        List<String> audiences,
        String function,
        boolean trusted,
        String format,
        boolean simple,
        int seconds,
        Verdicts verdicts,
        Permit permit) {

    static HttpAuthorizer of(Doc doc) {
        Doc jwt = doc.doc("jwtConfiguration");
        return new HttpAuthorizer(
                doc.text("authorizerId", ""),
                doc.text("authorizerType", ""),
                doc.texts("identitySource"),
                jwt.text("issuer", ""),
                jwt.texts("audience"),
                FunctionUri.arn(doc.text("authorizerUri", ""), Map.of()),
                doc.has("authorizerCredentialsArn"),
                doc.text("authorizerPayloadFormatVersion", "1.0"),
                doc.truth("enableSimpleResponses"),
                doc.number("authorizerResultTtlInSeconds", 0),
                new Verdicts(),
                new Permit());
    }
}
