package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request on its way through a REST API.
 *
 * @param path below the stage, as it came
 * @param parameters of the path, as they came
 * @param identity who calls
 * @param key the API key that came along, or {@link UsagePlans.Key#NONE}
 * @param now when it came
 */
record RestCall(
        RestStage stage,
        RestMethod method,
        GatewayRequest request,
        String path,
        Map<String, String> parameters,
        Identity identity,
        UsagePlans.Key key,
        Instant now,
        AwsScope scope) {

    RestCall by(Identity known) {
        return new RestCall(stage, method, request, path, parameters, known, key, now, scope);
    }

    RestCall with(UsagePlans.Key known) {
        return new RestCall(stage, method, request, path, parameters, identity, known, now, scope);
    }

    /** What a function's policy may name. */
    String sourceArn() {
        return arn(method.path());
    }

    /** What an authorizer's policy may name. */
    String methodArn() {
        return arn(path);
    }

    private String arn(String below) {
        return scope.arn("execute-api", stage.api() + "/" + stage.name() + "/" + request.method() + below);
    }

    Map<String, List<String>> query() {
        return Text.grouped(Text.pairs(request.query()));
    }

    /** Headers as they came, with those that API Gateway adds. */
    Map<String, List<String>> headers() {
        Map<String, List<String>> headers = Text.grouped(request.headers());
        headers.putIfAbsent("X-Forwarded-For", List.of(request.sourceIp()));
        String host = request.header("Host");
        int colon = host.lastIndexOf(':');
        headers.putIfAbsent("X-Forwarded-Port", List.of(colon < 0 ? "80" : host.substring(colon + 1)));
        headers.putIfAbsent("X-Forwarded-Proto", List.of("http"));
        return headers;
    }

    String contentType() {
        String type = Text.mediaType(request.header("Content-Type"));
        return type.isEmpty() ? "application/json" : type;
    }
}
