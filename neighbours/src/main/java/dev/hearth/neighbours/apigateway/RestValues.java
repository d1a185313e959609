package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The expressions of REST APIs' mappings (developer guide, "API mapping data" and "$context variables"). */
final class RestValues {

    private RestValues() {}

    /** What an expression means for a request; null when the request has no such thing. */
    static @Nullable String ofMethod(String expression, RestCall call) {
        if (isStatic(expression)) {
            return expression.substring(1, expression.length() - 1);
        }
        String name = expression.substring(expression.lastIndexOf('.') + 1);
        if (expression.startsWith("method.request.header.")) {
            return call.request().headers().first(name);
        }
        if (expression.startsWith("method.request.multivalueheader.")) {
            List<String> all = new ArrayList<>();
            call.request().headers().forEach(header -> {
                if (header.getKey().equalsIgnoreCase(name)) {
                    all.add(header.getValue());
                }
            });
            return all.isEmpty() ? null : String.join(",", all);
        }
        if (expression.startsWith("method.request.querystring.")) {
            List<String> all = call.query().getOrDefault(name, List.of());
            return all.isEmpty() ? null : all.getLast();
        }
        if (expression.startsWith("method.request.multivaluequerystring.")) {
            List<String> all = call.query().getOrDefault(name, List.of());
            return all.isEmpty() ? null : String.join(",", all);
        }
        if (expression.startsWith("method.request.path.")) {
            return call.parameters().get(name);
        }
        if (expression.startsWith("method.request.body")) {
            return ofBody(Text.utf8(call.request().body()), expression.substring("method.request.body".length()));
        }
        return ofContext(expression, call);
    }

    static boolean isStatic(String expression) {
        return expression.length() > 1 && expression.startsWith("'") && expression.endsWith("'");
    }

    static @Nullable String ofContext(String expression, RestCall call) {
        if (expression.startsWith("stageVariables.")) {
            return call.stage().variables().get(expression.substring(15));
        }
        if (!expression.startsWith("context.")) {
            return null;
        }
        Object value = context(call);
        for (String part : expression.substring(8).split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return value == null || value instanceof Map ? null : value.toString();
    }

    /** A body, or what is in it at the path {@code below}. */
    static @Nullable String ofBody(@Nullable String body, String below) {
        if (body == null || below.isEmpty()) {
            return body;
        }
        try {
            Object found = Paths.read(Json.read(body), "$" + below);
            return found == null ? null : found instanceof String text ? text : Json.write(found);
        } catch (JacksonException | IllegalArgumentException nothing) {
            return null;
        }
    }

    /** The variable {@code $context}; the maps for overrides may be written to. */
    static Map<String, @Nullable Object> context(RestCall call) {
        GatewayRequest request = call.request();
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("accountId", call.scope().account());
        context.put("apiId", request.api());
        context.put("authorizer", authorizer(call.identity()));
        context.put("awsEndpointRequestId", request.requestId());
        context.put("deploymentId", call.stage().deployment());
        context.put("domainName", request.domain());
        context.put("domainPrefix", HttpEvent.prefix(request.domain()));
        context.put("extendedRequestId", request.requestId());
        context.put("httpMethod", request.method());
        context.put("identity", identity(call));
        context.put("path", "/" + call.stage().name() + call.path());
        context.put("protocol", "HTTP/1.1");
        context.put("requestId", request.requestId());
        context.put("requestTime", Clf.of(call.now()));
        context.put("requestTimeEpoch", call.now().toEpochMilli());
        context.put("resourceId", call.method().resourceId());
        context.put("resourcePath", call.method().path());
        context.put("stage", call.stage().name());
        context.put("error", new LinkedHashMap<>());
        context.put("requestOverride", overrides("header", "path", "querystring"));
        context.put("responseOverride", overrides("header"));
        return context;
    }

    private static Map<String, Object> overrides(String... parts) {
        Map<String, Object> overrides = new LinkedHashMap<>();
        for (String part : parts) {
            overrides.put(part, new LinkedHashMap<>());
        }
        return overrides;
    }

    private static Map<String, @Nullable Object> authorizer(Identity identity) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (identity instanceof Identity.Custom custom) {
            all.put("principalId", custom.principal());
            all.putAll(custom.context());
        }
        return all;
    }

    private static Map<String, @Nullable Object> identity(RestCall call) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        identity.put("sourceIp", call.request().sourceIp());
        identity.put("userAgent", call.request().headers().first("User-Agent"));
        identity.put("apiKey", call.key().value());
        identity.put("apiKeyId", call.key().id());
        if (call.identity() instanceof Identity.Iam(GatewayRequest.Signature.Signed by)) {
            identity.put("accessKey", by.accessKey());
            identity.put("accountId", by.account());
            identity.put("caller", by.userId());
            identity.put("user", by.userId());
            identity.put("userArn", by.userArn());
        }
        return identity;
    }
}
