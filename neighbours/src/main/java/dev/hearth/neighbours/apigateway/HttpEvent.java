package dev.hearth.neighbours.apigateway;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The event of payload format 2.0 (developer guide, "AWS Lambda proxy integrations for HTTP APIs"; "Lambda authorizers
 * for
 * HTTP APIs").
 */
record HttpEvent(HttpCall call) {

    /** For the function that answers. */
    byte[] write() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", "2.0");
            json.writeStringProperty("routeKey", call.route().key());
            request(json);
            PayloadParts.body(
                    json, call.request().header("Content-Type"), call.request().body());
            json.writeEndObject();
        });
    }

    /** For the function that decides whether the caller may. */
    byte[] forAuthorizer(List<String> sources) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", "2.0");
            json.writeStringProperty("type", "REQUEST");
            json.writeStringProperty("routeArn", call.sourceArn());
            json.writeArrayPropertyStart("identitySource");
            sources.forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("routeKey", call.route().key());
            request(json);
            json.writeEndObject();
        });
    }

    private void request(JsonGenerator json) {
        json.writeStringProperty("rawPath", call.rawPath());
        json.writeStringProperty("rawQueryString", call.request().query());
        PayloadParts.cookies(json, call.request().headers());
        PayloadParts.texts(json, "headers", call.headers());
        if (!call.request().query().isEmpty()) {
            PayloadParts.texts(json, "queryStringParameters", call.query());
        }
        context(json);
        if (!call.parameters().isEmpty()) {
            PayloadParts.texts(json, "pathParameters", call.parameters());
        }
        if (!call.stage().variables().isEmpty()) {
            PayloadParts.texts(json, "stageVariables", call.stage().variables());
        }
    }

    private void context(JsonGenerator json) {
        GatewayRequest request = call.request();
        json.writeObjectPropertyStart("requestContext");
        json.writeStringProperty("accountId", call.scope().account());
        json.writeStringProperty("apiId", request.api());
        authorizer(json);
        json.writeStringProperty("domainName", request.domain());
        json.writeStringProperty("domainPrefix", prefix(request.domain()));
        json.writeObjectPropertyStart("http");
        json.writeStringProperty("method", request.method());
        json.writeStringProperty("path", call.rawPath());
        json.writeStringProperty("protocol", "HTTP/1.1");
        json.writeStringProperty("sourceIp", request.sourceIp());
        json.writeStringProperty("userAgent", request.header("User-Agent"));
        json.writeEndObject();
        json.writeStringProperty("requestId", request.requestId());
        json.writeStringProperty("routeKey", call.route().key());
        json.writeStringProperty("stage", call.stage().name());
        PayloadParts.time(json, call.now());
        json.writeEndObject();
    }

    static String prefix(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? domain : domain.substring(0, dot);
    }

    private void authorizer(JsonGenerator json) {
        switch (call.identity()) {
            case Identity.Unknown _ -> {}
            case Identity.Iam iam -> {
                json.writeObjectPropertyStart("authorizer");
                PayloadParts.iam(json, iam.by());
                json.writeEndObject();
            }
            case Identity.Jwt jwt -> {
                json.writeObjectPropertyStart("authorizer");
                json.writeObjectPropertyStart("jwt");
                PayloadParts.texts(json, "claims", jwt.claims());
                json.writeName("scopes");
                Json.write(json, jwt.scopes());
                json.writeEndObject();
                json.writeEndObject();
            }
            case Identity.Custom custom -> {
                json.writeObjectPropertyStart("authorizer");
                json.writeName("lambda");
                Json.write(json, custom.context());
                json.writeEndObject();
            }
        }
    }
}
