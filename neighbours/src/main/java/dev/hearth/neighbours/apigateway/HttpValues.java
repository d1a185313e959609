package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The expressions of HTTP APIs: {@code $request.header.name}, {@code $context.requestId} and so on, alone or as {@code
 * ${…}} within a text (developer guide, "Transforming API requests and responses").
 */
final class HttpValues {

    private static final Pattern EMBEDDED = Pattern.compile("\\$\\{([^}]+)}");

    private HttpValues() {}

    /** What {@code expression} is for a call; null when the request has no such thing. */
    static @Nullable String of(String expression, HttpCall call, @Nullable GatewayResponse response) {
        if (expression.startsWith("$") && !expression.startsWith("${")) {
            return value(expression.substring(1), call, response);
        }
        return EMBEDDED.matcher(expression).replaceAll(match -> {
            String value = value(match.group(1).replaceFirst("^\\$", ""), call, response);
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }

    private static @Nullable String value(String name, HttpCall call, @Nullable GatewayResponse response) {
        String rest = name.substring(name.indexOf('.') + 1);
        if (name.startsWith("request.")) {
            return ofRequest(rest, call);
        }
        if (name.startsWith("response.") && response != null) {
            return ofResponse(rest, response);
        }
        if (name.startsWith("stageVariables.")) {
            return call.stage().variables().get(rest);
        }
        return name.startsWith("context.") ? ofContext(rest, call) : null;
    }

    private static @Nullable String ofRequest(String name, HttpCall call) {
        GatewayRequest request = call.request();
        String rest = name.substring(name.indexOf('.') + 1);
        if (name.startsWith("header.")) {
            return call.headers().get(rest.toLowerCase(java.util.Locale.ROOT));
        }
        if (name.startsWith("querystring.")) {
            return call.query().get(rest);
        }
        if (name.startsWith("path.")) {
            return call.parameters().get(rest);
        }
        if (name.equals("path")) {
            return call.rawPath();
        }
        String body = Text.utf8(request.body());
        if (name.equals("body")) {
            return body;
        }
        return name.startsWith("body.") && body != null ? ofJson(body, "$." + rest) : null;
    }

    private static @Nullable String ofResponse(String name, GatewayResponse response) {
        String rest = name.substring(name.indexOf('.') + 1);
        if (name.equals("statuscode")) {
            return String.valueOf(response.status());
        }
        if (name.startsWith("header.")) {
            return response.headers().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(rest))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        String body = Text.utf8(response.body());
        if (name.equals("body")) {
            return body;
        }
        return name.startsWith("body.") && body != null ? ofJson(body, "$." + rest) : null;
    }

    private static @Nullable String ofJson(String body, String path) {
        try {
            Object found = Paths.read(Json.read(body), path);
            return found == null
                    ? null
                    : found instanceof Map || found instanceof List ? Json.write(found) : found.toString();
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static @Nullable String ofContext(String name, HttpCall call) {
        GatewayRequest request = call.request();
        return switch (name) {
            case "accountId" -> call.scope().account();
            case "apiId" -> request.api();
            case "domainName" -> request.domain();
            case "domainPrefix" -> HttpEvent.prefix(request.domain());
            case "extendedRequestId", "requestId" -> request.requestId();
            case "httpMethod" -> request.method();
            case "identity.sourceIp" -> request.sourceIp();
            case "identity.userAgent" -> request.header("User-Agent");
            case "path" -> call.rawPath();
            case "protocol" -> "HTTP/1.1";
            case "requestTime" -> Clf.of(call.now());
            case "requestTimeEpoch" -> String.valueOf(call.now().toEpochMilli());
            case "routeKey" -> call.route().key();
            case "stage" -> call.stage().name();
            default -> name.startsWith("authorizer.") ? ofAuthorizer(name.substring(11), call.identity()) : null;
        };
    }

    private static @Nullable String ofAuthorizer(String name, Identity identity) {
        return switch (identity) {
            case Identity.Jwt jwt -> jwt.claims().get(name.startsWith("claims.") ? name.substring(7) : name);
            case Identity.Custom custom -> {
                Object value = name.equals("principalId")
                        ? custom.principal()
                        : custom.context().get(name);
                yield value == null ? null : value.toString();
            }
            case Identity.Unknown _, Identity.Iam _ -> null;
        };
    }
}
