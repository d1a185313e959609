package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Whether a caller may use a route of an HTTP or WebSocket API. */
final class HttpAuthorization {

    private static final Verdict FORBIDDEN = new Verdict.Denied(HttpFlow.FORBIDDEN);
    private static final Verdict FAILED = new Verdict.Denied(HttpFlow.INTERNAL);

    private final Functions functions;
    private final Tokens tokens;
    private final Ports ports;

    HttpAuthorization(Functions functions, Tokens tokens, Ports ports) {
        this.functions = functions;
        this.tokens = tokens;
        this.ports = ports;
    }

    CompletionStage<Verdict> verdict(HttpCall call) {
        return verdict(call, null);
    }

    /** @param event what an authorizer's function is shown; null for the usual */
    CompletionStage<Verdict> verdict(HttpCall call, @Nullable Supplier<byte[]> event) {
        HttpRoute route = call.route();
        HttpAuthorizer authorizer = route.authorizer();
        if (route.auth().equals("AWS_IAM")) {
            return HttpFlow.done(
                    call.request().signature() instanceof GatewayRequest.Signature.Signed signed
                            ? new Verdict.Allowed(new Identity.Iam(signed))
                            : FORBIDDEN);
        }
        if (authorizer == null) {
            return HttpFlow.done(FAILED);
        }
        List<String> sources = new ArrayList<>();
        for (String source : authorizer.sources()) {
            String value = HttpValues.of(source.replaceFirst("^route\\.", "\\$"), call, null);
            if (value == null || value.isEmpty()) {
                return HttpFlow.done(new Verdict.Denied(HttpFlow.UNAUTHORIZED));
            }
            sources.add(value);
        }
        return authorizer.type().equals("JWT")
                ? tokens.verdict(authorizer, sources.isEmpty() ? "" : sources.getFirst(), route.scopes())
                : custom(call, authorizer, sources, event);
    }

    private CompletionStage<Verdict> custom(
            HttpCall call, HttpAuthorizer authorizer, List<String> sources, @Nullable Supplier<byte[]> given) {
        List<String> shown = new ArrayList<>(sources);
        shown.add(call.stage().name());
        long now = ports.time().nanos();
        if (authorizer.seconds() > 0 && authorizer.verdicts().find(shown, now) instanceof Kept kept) {
            return HttpFlow.done(kept.verdict(call.sourceArn()));
        }
        String source = call.scope().arn("execute-api", call.stage().api() + "/authorizers/" + authorizer.id());
        boolean permitted = authorizer.trusted()
                || authorizer
                        .permit()
                        .allows("", now, () -> source, arn -> functions.permits(authorizer.function(), arn));
        if (authorizer.function().isEmpty() || !permitted) {
            return HttpFlow.done(FAILED);
        }
        byte[] event = given != null
                ? given.get()
                : authorizer.format().equals("2.0")
                        ? new HttpEvent(call).forAuthorizer(sources)
                        : new ProxyEvent(call).forAuthorizer(sources);
        CompletionStage<Verdict> asked = functions
                .call(
                        authorizer.function(),
                        event,
                        false,
                        ports.randomness().uuid().toString(),
                        null)
                .thenApply(result -> {
                    Kept kept = kept(result, authorizer);
                    if (kept == null) {
                        return failure(result);
                    }
                    if (authorizer.seconds() > 0) {
                        authorizer
                                .verdicts()
                                .keep(
                                        shown,
                                        kept,
                                        authorizer.seconds(),
                                        ports.time().nanos());
                    }
                    return kept.verdict(call.sourceArn());
                });
        return Deadline.within(ApiLimits.AUTHORIZER_TIMEOUT, ports, asked, () -> FAILED);
    }

    /** A function that says {@code Unauthorized} by failing denies. */
    private static Verdict failure(Functions.Result result) {
        return result instanceof Functions.Result.Returned(var payload, var error)
                        && !error.isEmpty()
                        && "Unauthorized".equals(message(payload))
                ? new Verdict.Denied(HttpFlow.UNAUTHORIZED)
                : FAILED;
    }

    static @Nullable String message(java.nio.ByteBuffer payload) {
        Doc error = object(payload);
        return error == null ? null : error.text("errorMessage");
    }

    static @Nullable Doc object(java.nio.ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        try {
            return Json.read(bytes) instanceof Map<?, ?> map ? new Doc(Doc.map(map)) : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /**
     * What a function said, for every route that it may be asked for again.
     *
     * @param simple whether it allowed or denied everything
     * @param policy null for a simple answer
     */
    private record Kept(boolean simple, @Nullable AuthPolicy policy, Identity.Custom identity) {

        Verdict verdict(String arn) {
            boolean allowed = policy == null ? simple : policy.verdict(arn) == AuthPolicy.Word.ALLOW;
            return allowed ? new Verdict.Allowed(identity) : FORBIDDEN;
        }
    }

    private static @Nullable Kept kept(Functions.Result result, HttpAuthorizer authorizer) {
        if (!(result instanceof Functions.Result.Returned(var payload, String error)) || !error.isEmpty()) {
            return null;
        }
        Doc answer = object(payload);
        if (answer == null) {
            return null;
        }
        Map<String, @Nullable Object> context =
                new LinkedHashMap<>(answer.doc("context").members());
        Identity.Custom identity =
                new Identity.Custom(answer.text("principalId", ""), context, answer.text("usageIdentifierKey", ""));
        if (authorizer.simple()) {
            return answer.get("isAuthorized") instanceof Boolean allowed ? new Kept(allowed, null, identity) : null;
        }
        AuthPolicy policy = AuthPolicy.of(answer.doc("policyDocument"));
        return policy == null ? null : new Kept(false, policy, identity);
    }
}
