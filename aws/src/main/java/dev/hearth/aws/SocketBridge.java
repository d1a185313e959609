package dev.hearth.aws;

import dev.hearth.neighbours.apigateway.SocketChannel;
import dev.hearth.neighbours.apigateway.SocketSession;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A WebSocket connection of Vert.x as API Gateway sees it. */
record SocketBridge(ServerWebSocket socket) implements SocketChannel {

    /** How a connection ended that nobody closed (RFC 6455). */
    static final int ABNORMAL = 1006;

    private static final short UNSUPPORTED = 1003;
    /** How long a client has to take what was sent and to agree to the end: what does not read would stay. */
    private static final Duration PARTING = Duration.ofSeconds(2);

    static void join(ServerWebSocket socket, SocketSession session) {
        SocketBridge bridge = new SocketBridge(socket);
        socket.textMessageHandler(session::message);
        socket.binaryMessageHandler(bytes -> bridge.close(UNSUPPORTED, "Binary messages are not supported"));
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> {
            Short code = socket.closeStatusCode();
            String reason = socket.closeReason();
            session.ends(code == null ? ABNORMAL : code, reason == null ? "" : reason);
        });
        session.begins(bridge);
    }

    @Override
    public CompletionStage<?> send(String text) {
        return socket.writeTextMessage(text).toCompletionStage();
    }

    @Override
    public void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.shutdown(PARTING, (short) code, reason);
        }
    }
}
