package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What the events of HTTP APIs and of function URLs write alike: payload format 2.0. */
public interface PayloadParts {

    /** An object of texts. */
    static void texts(JsonGenerator json, String name, Map<String, String> texts) {
        json.writeObjectPropertyStart(name);
        texts.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    /** The cookies of all headers {@code Cookie}; nothing when there are none. */
    static void cookies(JsonGenerator json, Iterable<Map.Entry<String, String>> headers) {
        List<String> cookies = new ArrayList<>(0);
        headers.forEach(header -> {
            if (header.getKey().equalsIgnoreCase("cookie")) {
                for (String cookie : header.getValue().split(";")) {
                    cookies.add(cookie.strip());
                }
            }
        });
        if (!cookies.isEmpty()) {
            json.writeArrayPropertyStart("cookies");
            cookies.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    /** The member {@code iam} of who signed. */
    static void iam(JsonGenerator json, GatewayRequest.Signature.Signed by) {
        json.writeObjectPropertyStart("iam");
        json.writeStringProperty("accessKey", by.accessKey());
        json.writeStringProperty("accountId", by.account());
        json.writeStringProperty("callerId", by.userId());
        json.writeNullProperty("cognitoIdentity");
        json.writeNullProperty("principalOrgId");
        json.writeStringProperty("userArn", by.userArn());
        json.writeStringProperty("userId", by.userId());
        json.writeEndObject();
    }

    /** When the request came. */
    static void time(JsonGenerator json, Instant now) {
        json.writeStringProperty("time", Clf.of(now));
        json.writeNumberProperty("timeEpoch", now.toEpochMilli());
    }

    /** The body as text where its type says that it is, else in base64. */
    static void body(JsonGenerator json, @Nullable String contentType, ByteBuffer body) {
        String text = body.hasRemaining() && contentType != null && Text.isText(contentType) ? Text.utf8(body) : null;
        if (text != null) {
            json.writeStringProperty("body", text);
        } else if (body.hasRemaining()) {
            byte[] bytes = new byte[body.remaining()];
            body.duplicate().get(bytes);
            json.writeStringProperty("body", Base64.getEncoder().encodeToString(bytes));
        }
        json.writeBooleanProperty("isBase64Encoded", body.hasRemaining() && text == null);
    }
}
