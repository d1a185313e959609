package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers of a REST API's own, as its owner shaped them. */
final class RestReplies {

    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\{)?(context|stageVariables)\\.([A-Za-z0-9_.-]+)}?");
    private static final int SERVER = 500;

    private RestReplies() {}

    static GatewayResponse of(GatewayReply.Kind kind, GatewayRequest request, RestStage stage) {
        return of(kind, kind.status(), kind.message(), request, stage);
    }

    static GatewayResponse of(
            GatewayReply.Kind kind, int usual, String message, GatewayRequest request, RestStage stage) {
        GatewayReply reply = stage.replies().get(kind.name());
        if (reply == null) {
            reply = stage.replies().get(usual >= SERVER ? "DEFAULT_5XX" : "DEFAULT_4XX");
        }
        if (reply == null) {
            return plain(usual, message, kind.type());
        }
        int status = reply.status() > 0 ? reply.status() : usual;
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("x-amzn-ErrorType", kind.type()));
        reply.parameters().forEach((name, value) -> {
            if (name.startsWith("gatewayresponse.header.")) {
                headers.add(Map.entry(name.substring(23), value(value, request)));
            }
        });
        String type = reply.templates().isEmpty() || reply.templates().containsKey("application/json")
                ? "application/json"
                : reply.templates().keySet().iterator().next();
        if (headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase("content-type"))) {
            headers.add(Map.entry("Content-Type", type));
        }
        String template = reply.templates().getOrDefault(type, GatewayReply.DEFAULT_TEMPLATE);
        String body = filled(template, kind, message, request, stage);
        return new GatewayResponse(status, headers, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    static GatewayResponse plain(int status, String message, String type) {
        return GatewayResponse.json(status, "{\"message\":" + Json.write(message) + "}")
                .with("x-amzn-ErrorType", type);
    }

    private static String value(String expression, GatewayRequest request) {
        if (expression.startsWith("'") && expression.endsWith("'") && expression.length() > 1) {
            return expression.substring(1, expression.length() - 1);
        }
        return expression.startsWith("method.request.header.") ? request.header(expression.substring(22)) : expression;
    }

    /** Variables alone: a gateway response's template has no directives. */
    private static String filled(
            String template, GatewayReply.Kind kind, String message, GatewayRequest request, RestStage stage) {
        return VARIABLE.matcher(template).replaceAll(match -> {
            String name = match.group(2);
            String value = match.group(1).equals("stageVariables")
                    ? stage.variables().getOrDefault(name, "")
                    : switch (name) {
                        case "error.message" -> message;
                        case "error.messageString" -> Json.write(message);
                        case "error.responseType" -> kind.name();
                        case "error.validationErrorString" -> "[" + message + "]";
                        case "requestId", "extendedRequestId" -> request.requestId();
                        case "apiId" -> request.api();
                        case "stage" -> stage.name();
                        case "httpMethod" -> request.method();
                        case "path" -> request.path();
                        case "identity.sourceIp" -> request.sourceIp();
                        default -> "";
                    };
            return Matcher.quoteReplacement(value);
        });
    }
}
