package dev.hearth.neighbours.apigateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * The events of a WebSocket API (developer guide, "Set up a WebSocket API integration").
 *
 * @param type {@code CONNECT}, {@code MESSAGE} or {@code DISCONNECT}
 * @param id of the connection
 * @param requestId of this event
 */
record SocketEvent(String type, HttpCall call, String id, String requestId, Instant connected, Instant now) {

    byte[] connect() {
        return Json.bytes(json -> {
            json.writeStartObject();
            headers(json);
            context(json, 0, "");
            json.writeBooleanProperty("isBase64Encoded", false);
            json.writeEndObject();
        });
    }

    byte[] forAuthorizer() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "REQUEST");
            json.writeStringProperty("methodArn", call.sourceArn());
            headers(json);
            ProxyEvent.orNull(json, "stageVariables", call.stage().variables());
            context(json, 0, "");
            json.writeEndObject();
        });
    }

    byte[] message(String body) {
        return Json.bytes(json -> {
            json.writeStartObject();
            context(json, 0, "");
            json.writeStringProperty("body", body);
            json.writeBooleanProperty("isBase64Encoded", false);
            json.writeEndObject();
        });
    }

    byte[] disconnect(int code, String reason) {
        return Json.bytes(json -> {
            json.writeStartObject();
            Map<String, List<String>> headers =
                    Map.of("Host", List.of(call.request().domain()));
            ProxyEvent.both(json, "headers", "multiValueHeaders", headers);
            context(json, code, reason);
            json.writeBooleanProperty("isBase64Encoded", false);
            json.writeEndObject();
        });
    }

    private void headers(JsonGenerator json) {
        Map<String, List<String>> headers = Text.grouped(call.request().headers());
        headers.putIfAbsent("X-Forwarded-For", List.of(call.request().sourceIp()));
        headers.putIfAbsent("X-Forwarded-Port", List.of(call.port()));
        headers.putIfAbsent("X-Forwarded-Proto", List.of("http"));
        ProxyEvent.both(json, "headers", "multiValueHeaders", headers);
        Map<String, List<String>> query = Text.grouped(Text.pairs(call.request().query()));
        if (!query.isEmpty()) {
            ProxyEvent.both(json, "queryStringParameters", "multiValueQueryStringParameters", query);
        }
    }

    private void context(JsonGenerator json, int code, String reason) {
        json.writeObjectPropertyStart("requestContext");
        json.writeStringProperty("routeKey", call.route().key());
        if (type.equals("MESSAGE")) {
            json.writeStringProperty("messageId", requestId);
        }
        if (call.identity() instanceof Identity.Custom custom) {
            json.writeObjectPropertyStart("authorizer");
            json.writeStringProperty("principalId", custom.principal());
            custom.context()
                    .forEach((name, value) -> ProxyEvent.text(json, name, value == null ? null : value.toString()));
            json.writeEndObject();
        }
        if (type.equals("DISCONNECT")) {
            json.writeNumberProperty("disconnectStatusCode", code);
            json.writeStringProperty("disconnectReason", reason);
        }
        json.writeStringProperty("eventType", type);
        json.writeStringProperty("extendedRequestId", requestId);
        json.writeStringProperty("requestTime", Clf.of(now));
        json.writeStringProperty("messageDirection", "IN");
        json.writeStringProperty("stage", call.stage().name());
        json.writeNumberProperty("connectedAt", connected.toEpochMilli());
        json.writeNumberProperty("requestTimeEpoch", now.toEpochMilli());
        json.writeObjectPropertyStart("identity");
        json.writeStringProperty("sourceIp", call.request().sourceIp());
        ProxyEvent.text(json, "userAgent", call.request().headers().first("User-Agent"));
        json.writeEndObject();
        json.writeStringProperty("requestId", requestId);
        json.writeStringProperty("domainName", call.request().domain());
        json.writeStringProperty("connectionId", id);
        json.writeStringProperty("apiId", call.request().api());
        json.writeEndObject();
    }
}
