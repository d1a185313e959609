package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to an API, as it came over HTTP.
 *
 * @param api its id
 * @param path what follows the API's root, still percent-encoded; begins with a slash
 * @param byPath whether the API was named in the path and not by the host
 * @param method upper case
 * @param query still percent-encoded, without the question mark; empty for none
 * @param headers as received
 * @param body its bytes; read only while the request is served
 * @param sourceIp of the caller
 * @param domain the host without its port
 * @param requestId a UUID
 * @param signature what became of checking the request's SigV4 signature; null when it carries none
 */
public record GatewayRequest(
        String api,
        String path,
        boolean byPath,
        String method,
        String query,
        Headers headers,
        ByteBuffer body,
        String sourceIp,
        String domain,
        String requestId,
        @Nullable Signature signature) {

    /** A request's headers. */
    public interface Headers extends Iterable<Map.Entry<String, String>> {

        /** The first value of a header, its name in any case; null when there is none. */
        @Nullable
        String first(String name);
    }

    /** What a signature turned out to be. */
    public sealed interface Signature {

        /**
         * Good.
         *
         * @param accessKey by which it was made
         * @param account of its maker
         * @param userArn who that is
         * @param userId and their unique id
         */
        record Signed(String accessKey, String account, String userArn, String userId) implements Signature {}

        /** Not good. */
        record Refused(String code, int status, String message) implements Signature {}
    }

    GatewayRequest at(String otherPath) {
        return new GatewayRequest(
                api, otherPath, byPath, method, query, headers, body, sourceIp, domain, requestId, signature);
    }

    byte[] bytes() {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    /** A header, or empty. */
    String header(String name) {
        String value = headers.first(name);
        return value == null ? "" : value;
    }
}
