package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The way of a request through an HTTP API: stage, route, authorizer, integration, response. Does not block. */
final class HttpFlow {

    static final GatewayResponse NOT_FOUND = GatewayResponse.message(404, "Not Found");
    static final GatewayResponse FORBIDDEN = GatewayResponse.message(403, "Forbidden");
    static final GatewayResponse UNAUTHORIZED = GatewayResponse.message(401, "Unauthorized");
    static final GatewayResponse INTERNAL = GatewayResponse.message(500, "Internal Server Error");
    static final GatewayResponse UNAVAILABLE = GatewayResponse.message(503, "Service Unavailable");
    static final GatewayResponse TOO_MANY = GatewayResponse.message(429, "Too Many Requests");
    static final GatewayResponse TOO_LARGE = GatewayResponse.message(413, "Request Entity Too Large");

    private final Functions functions;
    private final HttpProxy proxy;
    private final HttpAuthorization authorization;
    private final Ports ports;
    private final AwsScope scope;

    HttpFlow(Functions functions, HttpProxy proxy, HttpAuthorization authorization, Ports ports, AwsScope scope) {
        this.functions = functions;
        this.proxy = proxy;
        this.authorization = authorization;
        this.ports = ports;
        this.scope = scope;
    }

    CompletionStage<GatewayResponse> serve(Map<String, HttpStage> stages, GatewayRequest request) {
        List<String> path = Text.segments(request.path());
        String first = path.isEmpty() ? "" : path.getFirst();
        HttpStage named = HttpCompiler.stageOf(stages, first);
        HttpStage stage = named != null ? named : stages.get(HttpStage.DEFAULT);
        if (stage == null) {
            return done(NOT_FOUND);
        }
        boolean cut =
                named != null || request.byPath() && Text.decoded(first, false).equals(HttpStage.DEFAULT);
        String below = cut ? request.path().substring(first.length() + 1) : request.path();
        return serve(stage, request, below.isEmpty() ? "/" : below, cut ? path.subList(1, path.size()) : path)
                .thenApply(response -> finished(stage, request, response));
    }

    private CompletionStage<GatewayResponse> serve(
            HttpStage stage, GatewayRequest request, String routePath, List<String> path) {
        if (stage.cors() != null && Cors.isPreflight(request)) {
            return done(stage.cors().preflight(request));
        }
        HttpRoute route = stage.route(request.method(), path);
        if (route == null) {
            return done(NOT_FOUND);
        }
        if (!route.throttle().take(ports.time().nanos())) {
            return done(TOO_MANY);
        }
        HttpCall call = new HttpCall(
                stage,
                route,
                request,
                routePath,
                parameters(route, path),
                Identity.UNKNOWN,
                ports.time().instant(),
                scope);
        if (route.auth().equals("NONE")) {
            return integrate(call);
        }
        return authorization.verdict(call).thenCompose(verdict -> switch (verdict) {
            case Verdict.Allowed(Identity identity) -> integrate(call.by(identity));
            case Verdict.Denied(GatewayResponse response) -> done(response);
        });
    }

    static Map<String, String> parameters(HttpRoute route, List<String> path) {
        if (route.segments().isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        PathTree.parameters(route.segments(), path)
                .forEach((name, value) -> parameters.put(name, Text.decoded(value, false)));
        return parameters;
    }

    private static GatewayResponse finished(HttpStage stage, GatewayRequest request, GatewayResponse response) {
        GatewayResponse marked = response.with("Apigw-Requestid", request.requestId());
        return stage.cors() == null || Cors.isPreflight(request)
                ? marked
                : stage.cors().on(request, marked);
    }

    private CompletionStage<GatewayResponse> integrate(HttpCall call) {
        HttpIntegration integration = call.route().integration();
        if (integration == null) {
            return done(INTERNAL);
        }
        CompletionStage<GatewayResponse> answer =
                integration.type().equals("AWS_PROXY") && integration.subtype().isEmpty()
                        ? function(call, integration)
                        : proxy.forward(call, integration);
        Map<String, Map<String, String>> changes = integration.responseParameters();
        return changes.isEmpty()
                ? answer
                : answer.thenApply(response -> ResponseChanges.apply(changes, response, call));
    }

    private CompletionStage<GatewayResponse> function(HttpCall call, HttpIntegration integration) {
        boolean permitted = integration.trusted()
                || call.route()
                        .permit()
                        .allows(
                                call.request().method(),
                                ports.time().nanos(),
                                call::sourceArn,
                                arn -> functions.permits(integration.uri(), arn));
        if (integration.uri().isEmpty() || !permitted) {
            return done(INTERNAL);
        }
        boolean first = integration.format().equals("1.0");
        HttpCall changed = RequestChanges.apply(integration.requestParameters(), call);
        byte[] event = first ? new ProxyEvent(changed).write() : new HttpEvent(changed).write();
        if (event.length > ApiLimits.FUNCTION_BYTES) {
            return done(TOO_LARGE);
        }
        CompletionStage<Functions.Result> result = functions.call(
                integration.uri(),
                event,
                false,
                call.request().requestId(),
                call.request().headers().first("X-Amzn-Trace-Id"));
        return Deadline.within(
                integration.timeout(), ports, result.thenApply(each -> response(each, first)), () -> UNAVAILABLE);
    }

    private static GatewayResponse response(Functions.Result result, boolean first) {
        return switch (result) {
            case Functions.Result.Returned(var payload, String error) -> {
                GatewayResponse response = !error.isEmpty()
                        ? null
                        : first ? ProxyResult.v1(payload) : ProxyResult.v2(payload, "text/plain; charset=utf-8");
                yield response == null ? INTERNAL : response;
            }
            case Functions.Result.Accepted _ -> INTERNAL;
            case Functions.Result.Refused(Functions.Result.Why why, String _) ->
                why == Functions.Result.Why.THROTTLED ? UNAVAILABLE : INTERNAL;
        };
    }

    static <T extends @Nullable Object> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }
}
