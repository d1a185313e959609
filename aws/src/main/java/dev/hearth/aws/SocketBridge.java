package dev.hearth.aws;

import dev.hearth.neighbours.apigateway.SocketChannel;
import dev.hearth.neighbours.apigateway.SocketSession;
import io.vertx.core.http.ServerWebSocket;

/** A WebSocket connection of Vert.x as API Gateway sees it. */
record SocketBridge(ServerWebSocket socket) implements SocketChannel {

    /** How a connection ended that nobody closed (RFC 6455). */
    static final int ABNORMAL = 1006;

    private static final short UNSUPPORTED = 1003;
    private static final short NORMAL = 1000;
    /** What may wait for a slow client; bytes. A client that does not read is let go. */
    private static final int MAX_WAITING_BYTES = 1024 * 1024;

    static void join(ServerWebSocket socket, SocketSession session) {
        socket.setWriteQueueMaxSize(MAX_WAITING_BYTES);
        socket.textMessageHandler(session::message);
        socket.binaryMessageHandler(bytes -> socket.close(UNSUPPORTED, "Binary messages are not supported"));
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> {
            Short code = socket.closeStatusCode();
            String reason = socket.closeReason();
            session.ends(code == null ? ABNORMAL : code, reason == null ? "" : reason);
        });
        session.begins(new SocketBridge(socket));
    }

    @Override
    public void send(String text) {
        if (socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            socket.close(NORMAL, "The client does not read");
        } else {
            socket.writeTextMessage(text);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
        }
    }
}
