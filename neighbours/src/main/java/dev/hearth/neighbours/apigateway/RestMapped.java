package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Ports;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Integrations whose requests and responses are mapped: MOCK, AWS, HTTP; and HTTP_PROXY, whose are not. */
final class RestMapped {

    private static final int UNSUPPORTED = -1;

    /** What an integration said: its status or error text, its headers and body. */
    private record Said(String selector, List<Map.Entry<String, String>> headers, byte[] body, String type) {}

    private final Functions functions;
    private final HttpCaller caller;
    private final Templates templates;
    private final Ports ports;

    RestMapped(Functions functions, HttpCaller caller, Ports ports) {
        this(functions, caller, new Templates(), ports);
    }

    private RestMapped(Functions functions, HttpCaller caller, Templates templates, Ports ports) {
        this.functions = functions;
        this.caller = caller;
        this.templates = templates;
        this.ports = ports;
    }

    RestMapped over(Functions others, HttpCaller another) {
        return new RestMapped(others, another, templates, ports);
    }

    CompletionStage<GatewayResponse> answer(RestCall call, RestIntegration integration) {
        if (integration.type().equals("HTTP_PROXY")) {
            return caller.call(
                            RestRequests.http(call, integration, call.request().bytes(), true, Map.of()))
                    .thenApply(answer -> proxied(call, answer));
        }
        Map<String, @Nullable Object> context = RestValues.context(call);
        byte[] body;
        try {
            byte[] mapped = request(call, integration, context);
            if (mapped == null) {
                return HttpFlow.done(
                        RestReplies.of(GatewayReply.Kind.UNSUPPORTED_MEDIA_TYPE, call.request(), call.stage()));
            }
            body = mapped;
        } catch (Templates.BrokenTemplate broken) {
            return HttpFlow.done(failed(call));
        }
        return switch (integration.type()) {
            case "MOCK" -> HttpFlow.done(mock(call, integration, body, context));
            case "AWS" ->
                integration.function().isEmpty()
                        ? service(call, integration, body, context)
                        : function(call, integration, body, context);
            default ->
                caller.call(RestRequests.http(call, integration, body, false, Doc.map(context.get("requestOverride"))))
                        .thenApply(answer -> ofHttp(call, integration, answer, context));
        };
    }

    private static GatewayResponse failed(RestCall call) {
        return RestReplies.of(GatewayReply.Kind.API_CONFIGURATION_ERROR, call.request(), call.stage());
    }

    /** The integration's body; null when the caller's type is not supported. */
    private byte @Nullable [] request(
            RestCall call, RestIntegration integration, Map<String, @Nullable Object> context) {
        String template = integration.templates().get(call.contentType());
        if (template == null) {
            template = integration.templates().get("$default");
        }
        if (template == null) {
            boolean passes = switch (integration.passthrough()) {
                case "NEVER" -> false;
                case "WHEN_NO_TEMPLATES" -> integration.templates().isEmpty();
                default -> true;
            };
            return passes ? call.request().bytes() : null;
        }
        if (template.isEmpty()) {
            return call.request().bytes();
        }
        String body = integration.contentHandling().equals("CONVERT_TO_TEXT")
                        && call.stage().isBinary(call.request().header("Content-Type"))
                ? Base64.getEncoder().encodeToString(call.request().bytes())
                : new String(call.request().bytes(), StandardCharsets.UTF_8);
        return templates
                .render(
                        template,
                        new CallInput(call, body),
                        context,
                        call.stage().variables())
                .getBytes(StandardCharsets.UTF_8);
    }

    private GatewayResponse mock(
            RestCall call, RestIntegration integration, byte[] body, Map<String, @Nullable Object> context) {
        int status = statusOf(body);
        if (status == UNSUPPORTED) {
            return failed(call);
        }
        return respond(
                call,
                integration,
                new Said(String.valueOf(status), List.of(), new byte[0], "application/json"),
                context);
    }

    /** API Gateway takes {@code {statusCode:200}} too, which the Serverless Framework writes for CORS. */
    private static int statusOf(byte[] body) {
        try {
            return Json.readLoose(body) instanceof Map<?, ?> map && map.get("statusCode") instanceof Number status
                    ? status.intValue()
                    : UNSUPPORTED;
        } catch (JacksonException notJson) {
            return UNSUPPORTED;
        }
    }

    private CompletionStage<GatewayResponse> function(
            RestCall call, RestIntegration integration, byte[] body, Map<String, @Nullable Object> context) {
        if (!RestFlow.mayCall(call, integration, functions, ports)) {
            return HttpFlow.done(failed(call));
        }
        String invocation = RestValues.ofMethod(
                integration.parameters().getOrDefault("integration.request.header.X-Amz-Invocation-Type", ""), call);
        boolean event = "Event".equals(invocation) || integration.asynchronous();
        return functions
                .call(
                        integration.function(),
                        body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body,
                        event,
                        call.request().requestId(),
                        call.request().headers().first("X-Amzn-Trace-Id"))
                .thenApply(result -> switch (result) {
                    case Functions.Result.Returned(ByteBuffer payload, String error) ->
                        respond(call, integration, said(payload, error), context);
                    case Functions.Result.Accepted _ ->
                        respond(call, integration, new Said("", List.of(), new byte[0], "application/json"), context);
                    case Functions.Result.Refused _ -> failed(call);
                });
    }

    private static Said said(ByteBuffer payload, String error) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        String message = error.isEmpty() ? "" : HttpAuthorization.message(payload);
        return new Said(message == null ? "" : message, List.of(), bytes, "application/json");
    }

    private CompletionStage<GatewayResponse> service(
            RestCall call, RestIntegration integration, byte[] body, Map<String, @Nullable Object> context) {
        HttpCaller.Outgoing request =
                RestRequests.service(call, integration, body, Doc.map(context.get("requestOverride")));
        return request == null
                ? HttpFlow.done(failed(call))
                : caller.call(request).thenApply(answer -> ofHttp(call, integration, answer, context));
    }

    private static GatewayResponse noAnswer(RestCall call, HttpCaller.Answer answer) {
        GatewayReply.Kind kind = answer.status() == HttpCaller.Answer.TIMED_OUT
                ? GatewayReply.Kind.INTEGRATION_TIMEOUT
                : GatewayReply.Kind.INTEGRATION_FAILURE;
        return kind == GatewayReply.Kind.INTEGRATION_FAILURE
                ? RestReplies.of(kind, 500, "Internal server error", call.request(), call.stage())
                : RestReplies.of(kind, call.request(), call.stage());
    }

    private static GatewayResponse proxied(RestCall call, HttpCaller.Answer answer) {
        return answer.status() <= 0
                ? noAnswer(call, answer)
                : Remapped.headers(new GatewayResponse(
                        answer.status(), Hops.without(answer.headers()), ByteBuffer.wrap(answer.body())));
    }

    private GatewayResponse ofHttp(
            RestCall call,
            RestIntegration integration,
            HttpCaller.Answer answer,
            Map<String, @Nullable Object> context) {
        if (answer.status() <= 0) {
            return noAnswer(call, answer);
        }
        String type = answer.header("Content-Type");
        return respond(
                call,
                integration,
                new Said(
                        String.valueOf(answer.status()),
                        answer.headers(),
                        answer.body(),
                        type.isEmpty() ? "application/json" : Text.mediaType(type)),
                context);
    }

    private GatewayResponse respond(
            RestCall call, RestIntegration integration, Said said, Map<String, @Nullable Object> context) {
        RestIntegration.Response chosen = null;
        for (RestIntegration.Response each : integration.responses()) {
            if (each.pattern() == null || Regex.matches(each.pattern(), said.selector())) {
                chosen = each;
                break;
            }
        }
        if (chosen == null) {
            return failed(call);
        }
        try {
            return mapped(call, chosen, said, context);
        } catch (Templates.BrokenTemplate broken) {
            return failed(call);
        }
    }

    private GatewayResponse mapped(
            RestCall call, RestIntegration.Response chosen, Said said, Map<String, @Nullable Object> context) {
        String type = chosen.templates().containsKey(said.type())
                        || chosen.templates().isEmpty()
                ? said.type()
                : chosen.templates().keySet().iterator().next();
        String template = chosen.templates().get(type);
        byte[] body = said.body();
        if (template != null && !template.isEmpty()) { // an empty one is what AWS keeps as null: nothing is mapped
            String text = new String(body, StandardCharsets.UTF_8);
            body = templates
                    .render(
                            template,
                            new CallInput(call, text),
                            context,
                            call.stage().variables())
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (chosen.contentHandling().equals("CONVERT_TO_BINARY")) {
            body = RestRequests.fromBase64(body);
        } else if (chosen.contentHandling().equals("CONVERT_TO_TEXT")
                && call.stage().isBinary(said.type())) {
            body = Base64.getEncoder().encode(body);
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Content-Type", type));
        chosen.parameters().forEach((place, expression) -> {
            String value = RestRequests.ofIntegration(expression, call, said.headers(), said.body());
            if (place.startsWith("method.response.header.") && value != null) {
                RequestChanges.pair(headers, "", place.substring(23), value);
            }
        });
        Map<String, @Nullable Object> overrides = Doc.map(context.get("responseOverride"));
        Doc.map(overrides.get("header")).forEach((name, value) -> {
            RequestChanges.pair(headers, "", name, value == null ? null : value.toString());
        });
        int status = overrides.get("status") instanceof Number number ? number.intValue() : chosen.status();
        return new GatewayResponse(status, headers, ByteBuffer.wrap(body));
    }
}
