package dev.hearth.neighbours.apigateway;

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

/**
 * What a function's result means as an HTTP response: formats 1.0 and 2.0, and what HTTP APIs and function URLs infer
 * when it names no status (developer guide, "Output format of a Lambda function for proxy integration" and "Lambda
 * function response"). Read once, then unchanged.
 */
final class ProxyResult {

    private static final int OK = 200;
    private static final int LOWEST_REST_STATUS = 100;
    private static final int LOWEST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;
    private static final String JSON = "application/json";

    /** The format that a result is read in. */
    private enum Format {
        REST,
        V1,
        V2
    }

    private final Format format;
    private JsonToken first = JsonToken.NOT_AVAILABLE;
    private int status;
    private boolean hasStatus;
    private boolean strange;
    private boolean wrong;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>(4);
    private final List<Map.Entry<String, String>> multi = new ArrayList<>(0);
    private @Nullable String text;
    private boolean base64;

    private ProxyResult(Format format) {
        this.format = format;
    }

    /** A REST API's response; null when the result is none: an unknown member or a value of the wrong type is one. */
    static @Nullable GatewayResponse rest(ByteBuffer payload, boolean binary) {
        ProxyResult result = read(payload, Format.REST);
        return result == null || !result.isObject() || result.strange || result.wrong
                ? null
                : result.response(result.hasStatus ? result.status : OK, binary, JSON);
    }

    /** An HTTP API's response in format 1.0; null when the result is none. */
    static @Nullable GatewayResponse v1(ByteBuffer payload) {
        ProxyResult result = read(payload, Format.V1);
        return result == null || !result.hasStatus || result.wrong
                ? null
                : result.response(result.status, true, "text/plain; charset=utf-8");
    }

    /** A response in format 2.0, in which a result without a status is the body; null when the result is none. */
    static @Nullable GatewayResponse v2(ByteBuffer payload, String defaultType) {
        ProxyResult result = read(payload, Format.V2);
        if (result == null || result.hasStatus && result.wrong) {
            return null;
        }
        return result.hasStatus ? result.response(result.status, true, defaultType) : result.whole(payload);
    }

    /** Status and headers in front of a streamed body; null when they are no such thing. */
    static @Nullable GatewayResponse prelude(ByteBuffer json, String defaultType) {
        ProxyResult result = read(json, Format.V2);
        return result == null || !result.isObject() || result.wrong
                ? null
                : result.response(result.hasStatus ? result.status : OK, true, defaultType);
    }

    private boolean isObject() {
        return first == JsonToken.START_OBJECT;
    }

    /** Everything that the function returned is the body; a JSON text is the body without its quotes. */
    private GatewayResponse whole(ByteBuffer payload) {
        ByteBuffer body = first == JsonToken.VALUE_STRING && text != null
                ? ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))
                : payload.duplicate();
        return new GatewayResponse(OK, List.of(Map.entry("Content-Type", JSON)), body);
    }

    /** Null when it is not one JSON value. */
    private static @Nullable ProxyResult read(ByteBuffer payload, Format format) {
        ProxyResult result = new ProxyResult(format);
        try (JsonParser json = Json.parser(payload)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                return null;
            }
            result.first = first;
            if (first == JsonToken.START_OBJECT) {
                result.members(json);
            } else if (first == JsonToken.VALUE_STRING) {
                result.text = json.getString();
            } else {
                json.skipChildren();
            }
            return json.nextToken() == null ? result : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private void members(JsonParser json) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "statusCode" -> status(json, value);
                case "headers" -> headers(json, value);
                case "multiValueHeaders" -> {
                    if (format == Format.V2) {
                        json.skipChildren();
                    } else {
                        multiHeaders(json, value);
                    }
                }
                case "body" -> body(json, value);
                case "isBase64Encoded" -> {
                    base64 = value == JsonToken.VALUE_TRUE
                            || value == JsonToken.VALUE_STRING && "true".equals(json.getString());
                    json.skipChildren();
                }
                case "cookies" -> {
                    strange |= format == Format.REST;
                    cookies(json, value);
                }
                default -> {
                    strange = true;
                    json.skipChildren();
                }
            }
        }
    }

    private void status(JsonParser json, JsonToken value) {
        try {
            if (value != JsonToken.VALUE_NULL) {
                status = Integer.parseInt(json.getString());
                hasStatus = true;
                int lowest = format == Format.REST ? LOWEST_REST_STATUS : LOWEST_STATUS;
                wrong |= status < lowest || status > HIGHEST_STATUS;
            }
        } catch (NumberFormatException notANumber) {
            hasStatus = true;
            wrong = true;
            json.skipChildren();
        }
    }

    private void body(JsonParser json, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            text = json.getString();
        } else if (value != JsonToken.VALUE_NULL) {
            json.skipChildren();
            wrong = true;
        }
    }

    private void headers(JsonParser json, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            wrong |= value != JsonToken.VALUE_NULL;
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken header = json.nextToken();
            if (header.isScalarValue() && header != JsonToken.VALUE_NULL) {
                headers.add(Map.entry(name, json.getString()));
            } else {
                wrong |= header != JsonToken.VALUE_NULL;
                json.skipChildren();
            }
        }
    }

    private void multiHeaders(JsonParser json, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            wrong |= value != JsonToken.VALUE_NULL;
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                wrong = true;
                json.skipChildren();
                continue;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken().isScalarValue()) {
                    multi.add(Map.entry(name, json.getString()));
                } else {
                    json.skipChildren();
                }
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
                multi.add(Map.entry("Set-Cookie", json.getString()));
            } else {
                json.skipChildren();
            }
        }
    }

    private @Nullable GatewayResponse response(int code, boolean decodes, String defaultType) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers.size() + multi.size() + 1);
        for (Map.Entry<String, String> header : headers) {
            if (multi.isEmpty()
                    || !has(multi, header.getKey())
                    || header.getKey().equalsIgnoreCase("set-cookie")) {
                all.add(header);
            }
        }
        all.addAll(multi);
        if (!has(all, "Content-Type")) {
            all.add(Map.entry("Content-Type", defaultType));
        }
        byte[] body = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
        try {
            return new GatewayResponse(
                    code,
                    all,
                    ByteBuffer.wrap(base64 && decodes ? Base64.getDecoder().decode(body) : body));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static boolean has(List<Map.Entry<String, String>> headers, String name) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
