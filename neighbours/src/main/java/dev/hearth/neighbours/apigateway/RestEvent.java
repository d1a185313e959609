package dev.hearth.neighbours.apigateway;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The event of a REST API's proxy integration (developer guide, "Input format of a Lambda function for proxy
 * integration").
 */
record RestEvent(RestCall call) {

    byte[] write() {
        return Json.bytes(json -> {
            json.writeStartObject();
            request(json);
            body(json);
            json.writeEndObject();
        });
    }

    /** For an authorizer that is shown the whole request. */
    byte[] forAuthorizer() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "REQUEST");
            json.writeStringProperty("methodArn", call.methodArn());
            request(json);
            json.writeEndObject();
        });
    }

    private void request(JsonGenerator json) {
        json.writeStringProperty("resource", call.method().path());
        json.writeStringProperty("path", call.path());
        json.writeStringProperty("httpMethod", call.request().method());
        ProxyEvent.both(json, "headers", "multiValueHeaders", call.headers());
        Map<String, List<String>> query = call.query();
        ProxyEvent.both(
                json, "queryStringParameters", "multiValueQueryStringParameters", query.isEmpty() ? null : query);
        ProxyEvent.orNull(json, "pathParameters", call.parameters());
        ProxyEvent.orNull(json, "stageVariables", call.stage().variables());
        context(json);
    }

    private void context(JsonGenerator json) {
        GatewayRequest request = call.request();
        json.writeObjectPropertyStart("requestContext");
        json.writeStringProperty("resourceId", call.method().resourceId());
        authorizer(json);
        json.writeStringProperty("resourcePath", call.method().path());
        if (!call.method().operation().isEmpty()) {
            json.writeStringProperty("operationName", call.method().operation());
        }
        json.writeStringProperty("httpMethod", request.method());
        json.writeStringProperty("extendedRequestId", request.requestId());
        json.writeStringProperty("requestTime", Clf.of(call.now()));
        json.writeStringProperty("path", "/" + call.stage().name() + call.path());
        json.writeStringProperty("accountId", call.scope().account());
        json.writeStringProperty("protocol", "HTTP/1.1");
        json.writeStringProperty("stage", call.stage().name());
        json.writeStringProperty("domainPrefix", HttpEvent.prefix(request.domain()));
        json.writeNumberProperty("requestTimeEpoch", call.now().toEpochMilli());
        json.writeStringProperty("requestId", request.requestId());
        ProxyEvent.identity(json, call.identity(), request, call.key());
        json.writeStringProperty("domainName", request.domain());
        json.writeStringProperty("deploymentId", call.stage().deployment());
        json.writeStringProperty("apiId", request.api());
        json.writeEndObject();
    }

    private void authorizer(JsonGenerator json) {
        if (call.identity() instanceof Identity.Custom custom) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("principalId", custom.principal());
            custom.context().forEach((name, value) -> all.put(name, value == null ? null : value.toString()));
            all.put("integrationLatency", 0);
            json.writeName("authorizer");
            Json.write(json, all);
        }
    }

    private void body(JsonGenerator json) {
        GatewayRequest request = call.request();
        boolean binary = call.stage().isBinary(request.header("Content-Type"));
        if (!request.body().hasRemaining()) {
            json.writeNullProperty("body");
        } else if (binary) {
            json.writeStringProperty("body", Base64.getEncoder().encodeToString(request.bytes()));
        } else {
            String text = Text.utf8(request.body());
            json.writeStringProperty(
                    "body", text != null ? text : new String(request.bytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
        json.writeBooleanProperty("isBase64Encoded", binary && request.body().hasRemaining());
    }
}
