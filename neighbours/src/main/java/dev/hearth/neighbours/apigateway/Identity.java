package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who calls, as an authorizer found it. */
sealed interface Identity {

    /** Nobody asked. */
    record Unknown() implements Identity {}

    /** Whoever signed the request. */
    record Iam(GatewayRequest.Signature.Signed by) implements Identity {}

    /** What a token says. */
    record Jwt(Map<String, String> claims, @Nullable List<String> scopes) implements Identity {}

    /**
     * What a function says.
     *
     * @param principal who it is; empty when the function says nothing of it
     * @param context what it gives on
     * @param usageKey an API key, or empty
     */
    record Custom(String principal, Map<String, @Nullable Object> context, String usageKey) implements Identity {}

    Identity UNKNOWN = new Unknown();
}
