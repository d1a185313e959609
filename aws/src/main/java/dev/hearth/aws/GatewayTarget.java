package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.neighbours.apigateway.ApiLimits;
import dev.hearth.neighbours.apigateway.GatewayRequest;
import dev.hearth.neighbours.apigateway.GatewayResponse;
import dev.hearth.neighbours.apigateway.SocketSession;
import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.policy.PolicyVerdict;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to an API of API Gateway, whose answer is the gateway's.
 *
 * @param address which API, as the request says
 * @param head of the request
 * @param sourceIp of the caller
 */
record GatewayTarget(GatewayAddress address, RequestHead head, String sourceIp) implements Target {

    private static final byte[] BROKEN = "{\"message\":\"Internal server error\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** A request's headers, as Vert.x has them. */
    private record Headers(MultiMap all) implements GatewayRequest.Headers {
        @Override
        public @Nullable String first(String name) {
            return all.get(name);
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
            return all.iterator();
        }
    }

    /** Whether a request says that it is signed. */
    static boolean claimsSignature(RequestHead head) {
        String authorization = head.header("Authorization");
        return authorization != null && authorization.startsWith(ClaimReader.ALGORITHM)
                || head.query().contains("X-Amz-Signature=");
    }

    static GatewayRequest.Signature refused(Refusal refusal) {
        AwsError error = refusal.error().json(refusal.text());
        return new GatewayRequest.Signature.Refused(error.code(), error.status(), error.message());
    }

    @Override
    public int bodyLimit() {
        return ApiLimits.PAYLOAD_BYTES;
    }

    @Override
    public AwsError tooLarge() {
        return EdgeError.TOO_LARGE.json("Request Too Long");
    }

    @Override
    public @Nullable ServedApi api() {
        return null;
    }

    /** An error of the edge's in the form of an API's. */
    @Override
    public Reply plain(AwsError error) {
        byte[] body = JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("message", error.message());
            json.writeEndObject();
        });
        return new Reply(error.status(), "application/json", Map.of("x-amzn-ErrorType", error.code()), body);
    }

    private GatewayRequest request(Exchange exchange, ByteBuffer body) {
        // Whom a method is open to, its own authorization says, which the gateway knows.
        exchange.require(new AccessRequest(
                exchange.caller(), "execute-api", "Invoke", address.id(), PolicyVerdict.Effect.ALLOWED));
        return new GatewayRequest(
                address.id(),
                address.path(),
                address.byPath(),
                head.method(),
                head.query(),
                new Headers(head.headers()),
                body,
                sourceIp,
                address.domain(head, exchange.loop().parts().scope().region()),
                exchange.requestId(),
                exchange.signature());
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        EdgeParts parts = exchange.loop().parts();
        parts.gateway()
                .get()
                .serve(request(exchange, body.bytes()))
                .whenComplete((response, bug) -> exchange.loop().run(() -> {
                    if (response == null) {
                        exchange.failed(new IllegalStateException("API Gateway must answer", bug));
                    } else {
                        answer(exchange, response);
                    }
                }));
    }

    /** Whether a request wants to become a WebSocket connection. */
    static boolean isHandshake(RequestHead head) {
        return "websocket".equalsIgnoreCase(head.header("Upgrade"))
                && head.method().equals("GET");
    }

    /** Decides about a handshake. {@code request} is paused. */
    void open(Exchange exchange, HttpServerRequest request) {
        exchange.loop()
                .parts()
                .gateway()
                .get()
                .open(request(exchange, ByteBuffer.allocate(0)))
                .whenComplete((opening, bug) -> exchange.loop().run(() -> {
                    switch (opening) {
                        case SocketSession.Opening.Refused(GatewayResponse response) -> {
                            request.resume();
                            answer(exchange, response);
                        }
                        case SocketSession.Opening.Welcome(SocketSession session) -> welcome(request, session);
                        case null -> {
                            request.resume();
                            exchange.failed(new IllegalStateException("API Gateway must answer", bug));
                        }
                    }
                }));
    }

    private static void welcome(HttpServerRequest request, SocketSession session) {
        request.toWebSocket()
                .onSuccess(socket -> SocketBridge.join(socket, session))
                .onFailure(broken -> session.ends(SocketBridge.ABNORMAL, "the handshake failed"));
    }

    private void answer(Exchange exchange, GatewayResponse from) {
        HttpServerResponse response = exchange.begin(from.status());
        if (response == null) {
            return;
        }
        try {
            from.headers().forEach(header -> {
                if (!UrlForm.OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                    response.headers().add(header.getKey(), header.getValue());
                }
            });
        } catch (IllegalArgumentException notAHeader) {
            response.headers().clear();
            response.setStatusCode(502).putHeader("Content-Type", "application/json");
            end(response, ByteBuffer.wrap(BROKEN));
            return;
        }
        boolean empty = from.status() == NO_CONTENT || from.status() == NOT_MODIFIED;
        end(response, empty ? ByteBuffer.allocate(0) : from.body());
    }

    private static void end(HttpServerResponse response, ByteBuffer body) {
        response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    }
}
