package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.apigateway.GatewayRequest;
import dev.hearth.neighbours.apigateway.PayloadParts;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The event that a function URL makes of a request: payload format 2.0 (Lambda developer guide, "Invoking Lambda
 * function URLs", "Request payload format").
 *
 * @param address which URL
 * @param head of the request
 * @param sourceIp of the caller
 * @param requestId of the invocation
 * @param signedBy the caller, or null when the URL asks for no signature
 */
record UrlEvent(
        UrlAddress address,
        RequestHead head,
        String sourceIp,
        String requestId,
        GatewayRequest.Signature.@Nullable Signed signedBy,
        AwsScope scope,
        Instant now) {

    byte[] write(ByteBuffer body) {
        return JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", "2.0");
            json.writeStringProperty("routeKey", "$default");
            json.writeStringProperty("rawPath", address.path());
            json.writeStringProperty("rawQueryString", head.query());
            PayloadParts.cookies(json, head.headers());
            PayloadParts.texts(json, "headers", headers());
            Map<String, String> query = query();
            if (!query.isEmpty()) {
                PayloadParts.texts(json, "queryStringParameters", query);
            }
            json.writeName("requestContext");
            context(json);
            PayloadParts.body(json, head.header("Content-Type"), body);
            json.writeEndObject();
        });
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        head.headers().forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            headers.merge(key, value, (old, more) -> old + (key.equals("cookie") ? "; " : ",") + more);
        });
        headers.putIfAbsent("x-forwarded-for", sourceIp);
        headers.putIfAbsent("x-forwarded-proto", "http");
        headers.putIfAbsent("x-forwarded-port", port(headers.getOrDefault("host", "")));
        return headers;
    }

    private static String port(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 ? "80" : host.substring(colon + 1);
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        Percent.pairs(head.query())
                .forEach(pair -> query.merge(pair.getKey(), pair.getValue(), (old, more) -> old + "," + more));
        return query;
    }

    private void context(JsonGenerator json) {
        String host = head.headers().get("Host");
        String domain = host == null || !host.contains(UrlAddress.DOMAIN)
                ? address.id() + UrlAddress.DOMAIN + scope.region() + ".localhost"
                : host.replaceFirst(":\\d+$", "");
        json.writeStartObject();
        json.writeStringProperty("accountId", signedBy == null ? "anonymous" : scope.account());
        json.writeStringProperty("apiId", address.id());
        if (signedBy != null) {
            json.writeObjectPropertyStart("authorizer");
            PayloadParts.iam(json, signedBy);
            json.writeEndObject();
        }
        json.writeStringProperty("domainName", domain);
        json.writeStringProperty("domainPrefix", address.id());
        json.writeObjectPropertyStart("http");
        json.writeStringProperty("method", head.method());
        json.writeStringProperty("path", address.path());
        json.writeStringProperty("protocol", "HTTP/1.1");
        json.writeStringProperty("sourceIp", sourceIp);
        String agent = head.header("User-Agent");
        if (agent != null) {
            json.writeStringProperty("userAgent", agent);
        }
        json.writeEndObject();
        json.writeStringProperty("requestId", requestId);
        json.writeStringProperty("routeKey", "$default");
        json.writeStringProperty("stage", "$default");
        PayloadParts.time(json, now);
        json.writeEndObject();
    }
}
