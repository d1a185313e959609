package dev.hearth.aws;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * What a function's result means as an HTTP response: payload format 2.0, or the format that Lambda infers when it
 * names no {@code statusCode} (Lambda developer guide, "Response payload format"). Built by reading, then unchanged.
 */
final class UrlResult {

    private static final int LOWEST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;

    private int status;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private final List<String> cookies = new ArrayList<>();
    private String text = "";
    private boolean base64;
    private boolean noText;
    private ByteBuffer body = ByteBuffer.allocate(0);

    private UrlResult() {}

    /** The response that {@code payload} means; null when it means none. */
    static @Nullable UrlResult of(ByteBuffer payload) {
        UrlResult result = new UrlResult();
        try (JsonParser json = parser(payload)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                result.members(json);
            } else if (first == JsonToken.VALUE_STRING) {
                result.text = json.getString();
            } else if (first != null) {
                json.skipChildren();
            }
            if (first == null || json.nextToken() != null) {
                return null;
            }
            return result.status == 0
                    ? result.inferred(first == JsonToken.VALUE_STRING ? null : payload)
                    : result.checked();
        } catch (JacksonException | IllegalArgumentException meansNothing) {
            return null;
        }
    }

    /** The status, headers and cookies in front of a streamed body; null when they are no such thing. */
    static @Nullable UrlResult prelude(byte[] json) {
        UrlResult result = new UrlResult();
        try (JsonParser parser = parser(ByteBuffer.wrap(json))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            result.members(parser);
            result.status = result.status == 0 ? LOWEST_STATUS : result.status;
            return result.checked();
        } catch (JacksonException | IllegalArgumentException meansNothing) {
            return null;
        }
    }

    private static JsonParser parser(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return JsonReader.FACTORY.createParser(ObjectReadContext.empty(), copy);
    }

    private void members(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "statusCode" -> status = value == JsonToken.VALUE_NULL ? 0 : Integer.parseInt(json.getString());
                case "headers" -> headers(json, value);
                case "cookies" -> cookies(json, value);
                case "body" -> body(json, value);
                case "isBase64Encoded" -> base64 = value == JsonToken.VALUE_TRUE;
                default -> json.skipChildren();
            }
        }
    }

    /** A body that is no text means nothing with a status, but is no mistake without one. */
    private void body(JsonParser json, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            text = json.getString();
        } else if (value != JsonToken.VALUE_NULL) {
            json.skipChildren();
            noText = true;
        }
    }

    private void headers(JsonParser json, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken header = json.nextToken();
            if (header.isScalarValue() && header != JsonToken.VALUE_NULL) {
                headers.add(Map.entry(name, json.getString()));
            } else {
                json.skipChildren();
            }
        }
    }

    private void cookies(JsonParser json, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                cookies.add(json.getString());
            } else {
                json.skipChildren();
            }
        }
    }

    private @Nullable UrlResult checked() {
        if (status < LOWEST_STATUS || status > HIGHEST_STATUS || noText) {
            return null;
        }
        body = ByteBuffer.wrap(base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Without a status everything that the function returned is the body; a JSON text is the body without its quotes.
     */
    private UrlResult inferred(@Nullable ByteBuffer payload) {
        status = LOWEST_STATUS;
        headers.clear();
        cookies.clear();
        body = payload == null ? ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)) : payload.duplicate();
        return this;
    }

    int status() {
        return status;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    List<String> cookies() {
        return cookies;
    }

    ByteBuffer body() {
        return body;
    }
}
