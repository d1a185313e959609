package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One request on its way through an HTTP API.
 *
 * @param routePath its path below the stage, encoded
 * @param parameters of the path, decoded
 * @param identity who calls
 * @param now when it came
 */
record HttpCall(
        HttpStage stage,
        HttpRoute route,
        GatewayRequest request,
        String routePath,
        Map<String, String> parameters,
        Identity identity,
        Instant now,
        AwsScope scope) {

    HttpCall by(Identity known) {
        return new HttpCall(stage, route, request, routePath, parameters, known, now, scope);
    }

    /** The path with its stage, decoded. */
    String rawPath() {
        String path = Text.decoded(routePath, false);
        return stage.isDefault() ? path : "/" + stage.name() + path;
    }

    /** What a function's policy may name. */
    String sourceArn() {
        String path = route.path();
        String method = route.key().indexOf(' ') < 0 ? "" : "/" + request.method();
        return scope.arn(
                "execute-api", stage.api() + "/" + stage.name() + method + (path.startsWith("/") ? path : "/" + path));
    }

    /** Headers in lower case, several values of a name joined by commas. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(header -> {
            String key = header.getKey().toLowerCase(Locale.ROOT);
            if (!key.equals("cookie")) {
                headers.merge(key, header.getValue(), (old, more) -> old + "," + more);
            }
        });
        forwarded(headers);
        return headers;
    }

    private void forwarded(Map<String, String> headers) {
        headers.merge("x-forwarded-for", request.sourceIp(), (old, more) -> old + ", " + more);
        headers.putIfAbsent("x-forwarded-proto", "http");
        headers.putIfAbsent("x-forwarded-port", port());
    }

    String port() {
        String host = request.header("Host");
        int colon = host.lastIndexOf(':');
        return colon < 0 ? "80" : host.substring(colon + 1);
    }

    /** Parameters of the query, several values of a name joined by commas. */
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        Text.pairs(request.query())
                .forEach(pair -> query.merge(pair.getKey(), pair.getValue(), (old, more) -> old + "," + more));
        return query;
    }
}
