package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Ports;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Whether a caller may use a method of a REST API. */
final class RestAuthorization {

    private final Functions functions;
    private final Ports ports;

    RestAuthorization(Functions functions, Ports ports) {
        this.functions = functions;
        this.ports = ports;
    }

    CompletionStage<Verdict> verdict(RestCall call) {
        if (call.method().auth().equals("AWS_IAM")) {
            return HttpFlow.done(signed(call));
        }
        RestAuthorizer authorizer = call.method().authorizer();
        if (authorizer == null || authorizer.function().isEmpty()) {
            return denied(GatewayReply.Kind.AUTHORIZER_CONFIGURATION_ERROR, call);
        }
        List<String> sources = new ArrayList<>();
        boolean token = authorizer.type().equals("TOKEN");
        for (String source : authorizer.sources()) {
            String value = RestValues.ofMethod(source, call);
            if (value == null || value.isEmpty()) {
                if (token || authorizer.seconds() > 0) {
                    return denied(GatewayReply.Kind.UNAUTHORIZED, call);
                }
            } else {
                sources.add(value);
            }
        }
        String first = sources.isEmpty() ? "" : sources.getFirst();
        if (token && authorizer.validation() != null && !Regex.matches(authorizer.validation(), first)) {
            return denied(GatewayReply.Kind.UNAUTHORIZED, call);
        }
        return ask(call, authorizer, sources);
    }

    private static CompletionStage<Verdict> denied(GatewayReply.Kind kind, RestCall call) {
        return HttpFlow.done(no(kind, call));
    }

    private static Verdict no(GatewayReply.Kind kind, RestCall call) {
        return new Verdict.Denied(RestReplies.of(kind, call.request(), call.stage()));
    }

    private static Verdict signed(RestCall call) {
        return switch (call.request().signature()) {
            case GatewayRequest.Signature.Signed signed -> new Verdict.Allowed(new Identity.Iam(signed));
            case GatewayRequest.Signature.Refused refused ->
                new Verdict.Denied(RestReplies.of(
                        GatewayReply.Kind.INVALID_SIGNATURE,
                        refused.status(),
                        refused.message(),
                        call.request(),
                        call.stage()));
            case null -> no(GatewayReply.Kind.MISSING_AUTHENTICATION_TOKEN, call);
        };
    }

    private CompletionStage<Verdict> ask(RestCall call, RestAuthorizer authorizer, List<String> sources) {
        List<String> shown = List.copyOf(sources);
        long now = ports.time().nanos();
        boolean remembers = authorizer.seconds() > 0 && !sources.isEmpty();
        if (remembers && authorizer.verdicts().find(shown, now) instanceof Kept kept) {
            return HttpFlow.done(kept.verdict(call));
        }
        String source = call.scope().arn("execute-api", call.stage().api() + "/authorizers/" + authorizer.id());
        boolean permitted = authorizer.trusted()
                || authorizer
                        .permit()
                        .allows("", now, () -> source, arn -> functions.permits(authorizer.function(), arn));
        if (!permitted) {
            return denied(GatewayReply.Kind.AUTHORIZER_CONFIGURATION_ERROR, call);
        }
        byte[] event = authorizer.type().equals("TOKEN")
                ? Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("type", "TOKEN");
                    json.writeStringProperty("methodArn", call.methodArn());
                    json.writeStringProperty("authorizationToken", sources.getFirst());
                    json.writeEndObject();
                })
                : new RestEvent(call).forAuthorizer();
        CompletionStage<Verdict> asked = functions
                .call(
                        authorizer.function(),
                        event,
                        false,
                        ports.randomness().uuid().toString(),
                        null)
                .thenApply(result -> {
                    Kept kept = kept(result);
                    if (kept == null) {
                        return failure(result, call);
                    }
                    if (remembers) {
                        authorizer
                                .verdicts()
                                .keep(
                                        shown,
                                        kept,
                                        authorizer.seconds(),
                                        ports.time().nanos());
                    }
                    return kept.verdict(call);
                });
        return Deadline.within(
                ApiLimits.AUTHORIZER_TIMEOUT, ports, asked, () -> no(GatewayReply.Kind.AUTHORIZER_FAILURE, call));
    }

    private static Verdict failure(Functions.Result result, RestCall call) {
        boolean unauthorized = result instanceof Functions.Result.Returned(ByteBuffer payload, String error)
                && !error.isEmpty()
                && "Unauthorized".equals(HttpAuthorization.message(payload));
        return no(
                unauthorized ? GatewayReply.Kind.UNAUTHORIZED : GatewayReply.Kind.AUTHORIZER_CONFIGURATION_ERROR, call);
    }

    private record Kept(AuthPolicy policy, Identity.Custom identity) {

        Verdict verdict(RestCall call) {
            return switch (policy.verdict(call.methodArn())) {
                case ALLOW -> new Verdict.Allowed(identity);
                case DENY -> denial(call, " with an explicit deny");
                case NOTHING -> denial(call, "");
            };
        }

        /** AWS writes this message's name with a capital letter. */
        private static Verdict denial(RestCall call, String why) {
            String message = GatewayReply.Kind.ACCESS_DENIED.message() + why;
            GatewayResponse plain =
                    RestReplies.of(GatewayReply.Kind.ACCESS_DENIED, 403, message, call.request(), call.stage());
            boolean shaped = call.stage().replies().containsKey("ACCESS_DENIED")
                    || call.stage().replies().containsKey("DEFAULT_4XX");
            return new Verdict.Denied(
                    shaped
                            ? plain
                            : GatewayResponse.json(403, "{\"Message\":" + Json.write(message) + "}")
                                    .with("x-amzn-ErrorType", "AccessDeniedException"));
        }
    }

    private static @Nullable Kept kept(Functions.Result result) {
        if (!(result instanceof Functions.Result.Returned(ByteBuffer payload, String error)) || !error.isEmpty()) {
            return null;
        }
        Doc answer = HttpAuthorization.object(payload);
        AuthPolicy policy = answer == null ? null : AuthPolicy.of(answer.doc("policyDocument"));
        if (answer == null || policy == null || !answer.has("principalId")) {
            return null;
        }
        return new Kept(
                policy,
                new Identity.Custom(
                        answer.text("principalId", ""),
                        answer.doc("context").members(),
                        answer.text("usageIdentifierKey", "")));
    }
}
