package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
            body(json, call.request());
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
        List<String> cookies = call.cookies();
        if (!cookies.isEmpty()) {
            json.writeArrayPropertyStart("cookies");
            cookies.forEach(json::writeString);
            json.writeEndArray();
        }
        texts(json, "headers", call.headers());
        if (!call.request().query().isEmpty()) {
            texts(json, "queryStringParameters", call.query());
        }
        context(json);
        if (!call.parameters().isEmpty()) {
            texts(json, "pathParameters", call.parameters());
        }
        if (!call.stage().variables().isEmpty()) {
            texts(json, "stageVariables", call.stage().variables());
        }
    }

    static void texts(JsonGenerator json, String name, Map<String, String> texts) {
        json.writeObjectPropertyStart(name);
        texts.forEach(json::writeStringProperty);
        json.writeEndObject();
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
        json.writeStringProperty("time", Clf.of(call.now()));
        json.writeNumberProperty("timeEpoch", call.now().toEpochMilli());
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
                json.writeName("iam");
                iam(json, iam.by());
                json.writeEndObject();
            }
            case Identity.Jwt jwt -> {
                json.writeObjectPropertyStart("authorizer");
                json.writeObjectPropertyStart("jwt");
                texts(json, "claims", jwt.claims());
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

    private static void iam(JsonGenerator json, GatewayRequest.Signature.Signed by) {
        json.writeStartObject();
        json.writeStringProperty("accessKey", by.accessKey());
        json.writeStringProperty("accountId", by.account());
        json.writeStringProperty("callerId", by.userId());
        json.writeNullProperty("cognitoIdentity");
        json.writeNullProperty("principalOrgId");
        json.writeStringProperty("userArn", by.userArn());
        json.writeStringProperty("userId", by.userId());
        json.writeEndObject();
    }

    /** The body as text where its type says that it is, else in base64. */
    static void body(JsonGenerator json, GatewayRequest request) {
        ByteBuffer body = request.body();
        String text = body.hasRemaining() && Text.isText(request.header("Content-Type")) ? Text.utf8(body) : null;
        if (text != null) {
            json.writeStringProperty("body", text);
        } else if (body.hasRemaining()) {
            json.writeStringProperty("body", Base64.getEncoder().encodeToString(request.bytes()));
        }
        json.writeBooleanProperty("isBase64Encoded", body.hasRemaining() && text == null);
    }
}
