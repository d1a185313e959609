package dev.hearth.neighbours.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The event of payload format 1.0 as HTTP APIs write it (developer guide, "AWS Lambda proxy integrations for HTTP
 * APIs").
 */
record ProxyEvent(HttpCall call) {

    byte[] write() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", "1.0");
            request(json);
            PayloadParts.body(
                    json, call.request().header("Content-Type"), call.request().body());
            json.writeEndObject();
        });
    }

    byte[] forAuthorizer(List<String> sources) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", "1.0");
            json.writeStringProperty("type", "REQUEST");
            json.writeStringProperty("methodArn", call.sourceArn());
            json.writeStringProperty("identitySource", String.join(",", sources));
            json.writeStringProperty("authorizationToken", String.join(",", sources));
            request(json);
            json.writeEndObject();
        });
    }

    private void request(JsonGenerator json) {
        json.writeStringProperty("resource", call.route().path());
        json.writeStringProperty("path", call.rawPath());
        json.writeStringProperty("httpMethod", call.request().method());
        Map<String, List<String>> headers = Text.grouped(call.request().headers());
        headers.putIfAbsent("X-Forwarded-For", List.of(call.request().sourceIp()));
        headers.putIfAbsent("X-Forwarded-Port", List.of(call.port()));
        headers.putIfAbsent("X-Forwarded-Proto", List.of("http"));
        both(json, "headers", "multiValueHeaders", headers);
        Map<String, List<String>> query = Text.grouped(Text.pairs(call.request().query()));
        both(json, "queryStringParameters", "multiValueQueryStringParameters", query.isEmpty() ? null : query);
        context(json);
        orNull(json, "pathParameters", call.parameters());
        orNull(json, "stageVariables", call.stage().variables());
    }

    /** The last value of each name, and all of them. */
    static void both(JsonGenerator json, String lasts, String all, @Nullable Map<String, List<String>> values) {
        if (values == null) {
            json.writeNullProperty(lasts);
            json.writeNullProperty(all);
            return;
        }
        json.writeObjectPropertyStart(lasts);
        values.forEach((name, each) -> json.writeStringProperty(name, each.getLast()));
        json.writeEndObject();
        json.writeObjectPropertyStart(all);
        values.forEach((name, each) -> {
            json.writeArrayPropertyStart(name);
            each.forEach(json::writeString);
            json.writeEndArray();
        });
        json.writeEndObject();
    }

    static void orNull(JsonGenerator json, String name, Map<String, String> texts) {
        if (texts.isEmpty()) {
            json.writeNullProperty(name);
        } else {
            PayloadParts.texts(json, name, texts);
        }
    }

    private void context(JsonGenerator json) {
        GatewayRequest request = call.request();
        json.writeObjectPropertyStart("requestContext");
        json.writeStringProperty("accountId", call.scope().account());
        json.writeStringProperty("apiId", request.api());
        json.writeName("authorizer");
        Json.write(json, authorizer(call.identity()));
        json.writeStringProperty("domainName", request.domain());
        json.writeStringProperty("domainPrefix", HttpEvent.prefix(request.domain()));
        json.writeStringProperty("extendedRequestId", request.requestId());
        json.writeStringProperty("httpMethod", request.method());
        identity(json, call.identity(), request, UsagePlans.Key.NONE);
        json.writeStringProperty("path", call.rawPath());
        json.writeStringProperty("protocol", "HTTP/1.1");
        json.writeStringProperty("requestId", request.requestId());
        json.writeStringProperty("requestTime", Clf.of(call.now()));
        json.writeNumberProperty("requestTimeEpoch", call.now().toEpochMilli());
        json.writeStringProperty("resourceId", call.route().key());
        json.writeStringProperty("resourcePath", call.route().path());
        json.writeStringProperty("stage", call.stage().name());
        json.writeEndObject();
    }

    private static @Nullable Object authorizer(Identity identity) {
        return switch (identity) {
            case Identity.Unknown _, Identity.Iam _ -> null;
            case Identity.Jwt jwt -> {
                Map<String, @Nullable Object> both = new LinkedHashMap<>();
                both.put("claims", jwt.claims());
                both.put("scopes", jwt.scopes());
                yield both;
            }
            case Identity.Custom custom -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                if (!custom.principal().isEmpty()) {
                    all.put("principalId", custom.principal());
                }
                all.putAll(custom.context());
                yield all;
            }
        };
    }

    /** The member {@code identity} of format 1.0. */
    static void identity(JsonGenerator json, Identity identity, GatewayRequest request, UsagePlans.Key key) {
        GatewayRequest.Signature.Signed by = identity instanceof Identity.Iam iam ? iam.by() : null;
        json.writeObjectPropertyStart("identity");
        text(json, "accessKey", by == null ? null : by.accessKey());
        text(json, "accountId", by == null ? null : by.account());
        text(json, "caller", by == null ? null : by.userId());
        json.writeNullProperty("cognitoAuthenticationProvider");
        json.writeNullProperty("cognitoAuthenticationType");
        json.writeNullProperty("cognitoIdentityId");
        json.writeNullProperty("cognitoIdentityPoolId");
        if (!key.id().isEmpty()) {
            json.writeStringProperty("apiKey", key.value());
            json.writeStringProperty("apiKeyId", key.id());
        }
        json.writeNullProperty("principalOrgId");
        json.writeStringProperty("sourceIp", request.sourceIp());
        text(json, "user", by == null ? null : by.userId());
        text(json, "userAgent", request.headers().first("User-Agent"));
        text(json, "userArn", by == null ? null : by.userArn());
        json.writeEndObject();
    }

    static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
