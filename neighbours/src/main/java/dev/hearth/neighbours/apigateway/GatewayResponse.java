package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An API's answer.
 *
 * @param status HTTP status
 * @param headers in their order; a name may come more than once
 * @param body its bytes
 */
public record GatewayResponse(int status, List<Map.Entry<String, String>> headers, ByteBuffer body) {

    static GatewayResponse json(int status, String body) {
        return new GatewayResponse(
                status,
                List.of(Map.entry("Content-Type", "application/json")),
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The form of an HTTP API's own errors. */
    static GatewayResponse message(int status, String message) {
        return json(status, "{\"message\":\"" + message + "\"}");
    }

    GatewayResponse with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new GatewayResponse(status, more, body);
    }
}
