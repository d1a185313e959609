package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Integrations of HTTP APIs that are no functions: URLs, and AWS's other services. */
final class HttpProxy {

    private final HttpCaller caller;

    HttpProxy(HttpCaller caller) {
        this.caller = caller;
    }

    CompletionStage<GatewayResponse> forward(HttpCall call, HttpIntegration integration) {
        if (!integration.subtype().isEmpty()) {
            HttpCaller.Outgoing request = ServiceCalls.of(integration, call);
            return request == null
                    ? HttpFlow.done(HttpFlow.INTERNAL)
                    : caller.call(request).thenApply(HttpProxy::response);
        }
        HttpCall changed = RequestChanges.apply(integration.requestParameters(), call);
        String url = integration.uri();
        for (Map.Entry<String, String> parameter : call.parameters().entrySet()) {
            url = url.replace("{" + parameter.getKey() + "}", path(parameter.getValue()));
        }
        String query = changed.request().query();
        List<Map.Entry<String, String>> headers = Hops.without(changed.request().headers());
        headers.add(Map.entry(
                "Forwarded",
                "by=" + call.request().domain() + ";for=" + call.request().sourceIp() + ";host="
                        + call.request().header("Host") + ";proto=http"));
        String method = integration.method().equals("ANY") ? call.request().method() : integration.method();
        HttpCaller.Outgoing request = new HttpCaller.Outgoing(
                "",
                method,
                query.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + query,
                headers,
                call.request().bytes(),
                integration.timeout());
        return caller.call(request).thenApply(HttpProxy::response);
    }

    /** A path parameter as it stands in a URL. */
    static String path(String value) {
        return Text.encoded(value).replace("%2F", "/").replace("+", "%20");
    }

    private static GatewayResponse response(HttpCaller.Answer answer) {
        if (answer.status() <= 0) {
            return HttpFlow.UNAVAILABLE;
        }
        return new GatewayResponse(answer.status(), Hops.without(answer.headers()), ByteBuffer.wrap(answer.body()));
    }
}
