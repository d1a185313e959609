package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param signedBy access key of the caller, or null when the URL asks for no signature
 */
record UrlEvent(
        UrlAddress address,
        RequestHead head,
        String sourceIp,
        String requestId,
        @Nullable String signedBy,
        AwsScope scope,
        Instant now) {

    private static final DateTimeFormatter CLF =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    byte[] write(ByteBuffer body) {
        return JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", "2.0");
            json.writeStringProperty("routeKey", "$default");
            json.writeStringProperty("rawPath", address.path());
            json.writeStringProperty("rawQueryString", head.query());
            cookies(json);
            texts(json, "headers", headers());
            Map<String, String> query = query();
            if (!query.isEmpty()) {
                texts(json, "queryStringParameters", query);
            }
            json.writeName("requestContext");
            context(json);
            body(json, body);
            json.writeEndObject();
        });
    }

    private void cookies(JsonGenerator json) {
        List<String> cookies = new ArrayList<>();
        for (String header : head.headers().getAll("Cookie")) {
            for (String cookie : header.split(";")) {
                cookies.add(cookie.strip());
            }
        }
        if (!cookies.isEmpty()) {
            json.writeArrayPropertyStart("cookies");
            cookies.forEach(json::writeString);
            json.writeEndArray();
        }
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

    private static void texts(JsonGenerator json, String name, Map<String, String> texts) {
        json.writeObjectPropertyStart(name);
        texts.forEach(json::writeStringProperty);
        json.writeEndObject();
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
            authorizer(json, signedBy);
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
        json.writeStringProperty("time", CLF.format(now));
        json.writeNumberProperty("timeEpoch", now.toEpochMilli());
        json.writeEndObject();
    }

    /** Who calls: Hearth has one principal, the account's root, under several keys. */
    private void authorizer(JsonGenerator json, String accessKey) {
        json.writeObjectPropertyStart("authorizer");
        json.writeObjectPropertyStart("iam");
        json.writeStringProperty("accessKey", accessKey);
        json.writeStringProperty("accountId", scope.account());
        json.writeStringProperty("callerId", scope.account());
        json.writeNullProperty("cognitoIdentity");
        json.writeNullProperty("principalOrgId");
        json.writeStringProperty("userArn", "arn:aws:iam::" + scope.account() + ":root");
        json.writeStringProperty("userId", scope.account());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void body(JsonGenerator json, ByteBuffer body) {
        String text = body.hasRemaining() && isText(head.header("Content-Type")) ? utf8(body) : null;
        if (text != null) {
            json.writeStringProperty("body", text);
        } else if (body.hasRemaining()) {
            byte[] bytes = new byte[body.remaining()];
            body.duplicate().get(bytes);
            json.writeStringProperty("body", Base64.getEncoder().encodeToString(bytes));
        }
        json.writeBooleanProperty("isBase64Encoded", body.hasRemaining() && text == null);
    }

    /** Whether Lambda passes a body of this type on as text; everything else comes in base64. */
    static boolean isText(@Nullable String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/xml")
                || type.equals("application/javascript")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    private static @Nullable String utf8(ByteBuffer body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}
