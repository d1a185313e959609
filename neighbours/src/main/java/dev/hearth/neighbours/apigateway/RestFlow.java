package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The way of a request through a REST API. Does not block but for mapping templates, which are short. */
final class RestFlow {

    private final Functions functions;
    private final RestAuthorization authorization;
    private final UsagePlans plans;
    private final RestMapped mapped;
    private final Ports ports;
    private final AwsScope scope;

    RestFlow(
            Functions functions,
            RestAuthorization authorization,
            UsagePlans plans,
            RestMapped mapped,
            Ports ports,
            AwsScope scope) {
        this.functions = functions;
        this.authorization = authorization;
        this.plans = plans;
        this.mapped = mapped;
        this.ports = ports;
        this.scope = scope;
    }

    /** The same way, to other functions and endpoints. */
    RestFlow over(Functions others, HttpCaller caller) {
        return new RestFlow(others, authorization, plans, mapped.over(others, caller), ports, scope);
    }

    CompletionStage<GatewayResponse> serve(Map<String, RestStage> stages, GatewayRequest request) {
        int slash = request.path().indexOf('/', 1);
        String name = slash < 0 ? request.path().substring(1) : request.path().substring(1, slash);
        RestStage stage = stages.get(name);
        if (stage == null) {
            return HttpFlow.done(RestReplies.plain(403, "Forbidden", "ForbiddenException"));
        }
        String path = slash < 0 ? "/" : request.path().substring(slash);
        List<String> segments = Text.segments(path);
        RestStage.Resource resource = stage.tree().find(segments, here -> true);
        RestMethod method = resource == null ? null : resource.of(request.method());
        if (method == null) {
            return refuse(GatewayReply.Kind.MISSING_AUTHENTICATION_TOKEN, request, stage);
        }
        if (!method.throttle().take(ports.time().nanos())) {
            return refuse(GatewayReply.Kind.THROTTLED, request, stage);
        }
        RestCall call = new RestCall(
                stage,
                method,
                request,
                path,
                method.segments().isEmpty() ? Map.of() : PathTree.parameters(method.segments(), segments),
                Identity.UNKNOWN,
                UsagePlans.Key.NONE,
                ports.time().instant(),
                scope);
        if (method.auth().equals("NONE")) {
            return keyed(call);
        }
        return authorization.verdict(call).thenCompose(verdict -> switch (verdict) {
            case Verdict.Allowed(Identity identity) -> keyed(call.by(identity));
            case Verdict.Denied(GatewayResponse response) -> HttpFlow.done(response);
        });
    }

    private static CompletionStage<GatewayResponse> refuse(
            GatewayReply.Kind kind, GatewayRequest request, RestStage stage) {
        return HttpFlow.done(RestReplies.of(kind, request, stage));
    }

    private static CompletionStage<GatewayResponse> refuse(GatewayReply.Kind kind, RestCall call) {
        return refuse(kind, call.request(), call.stage());
    }

    private CompletionStage<GatewayResponse> keyed(RestCall call) {
        if (!call.method().needsKey()) {
            return checked(call);
        }
        String value = call.stage().keySource().equals("AUTHORIZER")
                ? call.identity() instanceof Identity.Custom custom ? custom.usageKey() : ""
                : call.request().header("x-api-key");
        return switch (plans.use(value, call)) {
            case UsagePlans.Use.Fine(UsagePlans.Key key) -> checked(call.with(key));
            case UsagePlans.Use.Unknown _ -> refuse(GatewayReply.Kind.INVALID_API_KEY, call);
            case UsagePlans.Use.Throttled _ -> refuse(GatewayReply.Kind.THROTTLED, call);
            case UsagePlans.Use.Exhausted _ -> refuse(GatewayReply.Kind.QUOTA_EXCEEDED, call);
        };
    }

    /** What is behind the door: the request is checked, and its integration asked. */
    CompletionStage<GatewayResponse> checked(RestCall call) {
        String missing = RestChecks.missing(call);
        if (!missing.isEmpty()) {
            return HttpFlow.done(RestReplies.of(
                    GatewayReply.Kind.BAD_REQUEST_PARAMETERS, 400, missing, call.request(), call.stage()));
        }
        if (!RestChecks.isBodyFine(call)) {
            return refuse(GatewayReply.Kind.BAD_REQUEST_BODY, call);
        }
        RestIntegration integration = call.method().integration();
        if (integration == null) {
            return refuse(GatewayReply.Kind.API_CONFIGURATION_ERROR, call);
        }
        CompletionStage<GatewayResponse> answer =
                integration.type().equals("AWS_PROXY") ? proxy(call, integration) : mapped.answer(call, integration);
        return Deadline.within(
                integration.timeout(),
                ports,
                answer,
                () -> RestReplies.of(GatewayReply.Kind.INTEGRATION_TIMEOUT, call.request(), call.stage()));
    }

    private CompletionStage<GatewayResponse> proxy(RestCall call, RestIntegration integration) {
        if (!mayCall(call, integration, functions, ports)) {
            return refuse(GatewayReply.Kind.API_CONFIGURATION_ERROR, call);
        }
        byte[] event = new RestEvent(call).write();
        if (event.length > ApiLimits.FUNCTION_BYTES) {
            return refuse(GatewayReply.Kind.REQUEST_TOO_LARGE, call);
        }
        return functions
                .call(
                        integration.function(),
                        event,
                        false,
                        call.request().requestId(),
                        call.request().headers().first("X-Amzn-Trace-Id"))
                .thenApply(result -> response(result, call));
    }

    static boolean mayCall(RestCall call, RestIntegration integration, Functions functions, Ports ports) {
        return !integration.function().isEmpty()
                && (integration.trusted()
                        || call.method()
                                .permit()
                                .allows(
                                        call.request().method(),
                                        ports.time().nanos(),
                                        call::sourceArn,
                                        arn -> functions.permits(integration.function(), arn)));
    }

    private static GatewayResponse response(Functions.Result result, RestCall call) {
        GatewayResponse response = null;
        if (result instanceof Functions.Result.Refused) {
            return RestReplies.of(GatewayReply.Kind.API_CONFIGURATION_ERROR, call.request(), call.stage());
        }
        if (result instanceof Functions.Result.Returned(ByteBuffer payload, String error) && error.isEmpty()) {
            response = ProxyResult.rest(payload, wantsBytes(call));
        }
        // A result that is no response is the function's fault: 502, in the form of the API's other errors.
        return response != null
                ? Remapped.headers(response)
                : RestReplies.of(
                        GatewayReply.Kind.API_CONFIGURATION_ERROR,
                        502,
                        "Internal server error",
                        call.request(),
                        call.stage());
    }

    /** Whether a body in base64 is to be decoded: the caller must accept a type that the API calls binary. */
    static boolean wantsBytes(RestCall call) {
        String accept = call.request().header("Accept");
        int comma = accept.indexOf(',');
        String first = Text.mediaType(comma < 0 ? accept : accept.substring(0, comma));
        return call.stage().isBinary(first.isEmpty() ? "*/*" : first);
    }
}
