package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What functions behind URLs return as HTTP responses: payload format 2.0, which function URLs and HTTP APIs share
 * (Lambda developer guide, "Response payload format"). Cookies are headers {@code Set-Cookie}.
 */
public interface FunctionResponse {

    /**
     * The response that a whole result means, one without a {@code statusCode} as what Lambda infers; null when it
     * means none.
     *
     * @param defaultType content type where a result with a status names none
     */
    static @Nullable GatewayResponse of(ByteBuffer payload, String defaultType) {
        return ProxyResult.v2(payload, defaultType);
    }

    /** The status, headers and cookies in front of a streamed body; null when they are no such thing. */
    static @Nullable GatewayResponse prelude(ByteBuffer json, String defaultType) {
        return ProxyResult.prelude(json, defaultType);
    }
}
