package dev.hearth.aws;

import dev.hearth.neighbours.apigateway.SocketChannel;
import dev.hearth.neighbours.apigateway.SocketSession;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A WebSocket connection of Vert.x as API Gateway sees it. */
final class SocketBridge implements SocketChannel {

    /** How a connection ended that nobody closed (RFC 6455). */
    static final int ABNORMAL = 1006;

    private static final short UNSUPPORTED = 1003;
    /** How long a client has to take what was sent and to agree to the end: what does not read would stay. */
    private static final Duration PARTING = Duration.ofSeconds(2);

    /** Pings that are answered while nothing of what was sent is taken; each answer is at most 125 bytes. */
    private static final int UNREAD_PONGS = 1_024;

    private final ServerWebSocket socket;
    private int pongs;

    private SocketBridge(ServerWebSocket socket) {
        this.socket = socket;
    }

    static void join(ServerWebSocket socket, SocketSession session) {
        SocketBridge bridge = new SocketBridge(socket);
        socket.textMessageHandler(session::message);
        socket.binaryMessageHandler(bytes -> bridge.close(UNSUPPORTED, "Binary messages are not supported"));
        socket.frameHandler(bridge::answered);
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> {
            Short code = socket.closeStatusCode();
            String reason = socket.closeReason();
            session.ends(code == null ? ABNORMAL : code, reason == null ? "" : reason);
        });
        session.begins(bridge);
    }

    /** Vert.x has answered a ping, and would answer more while it parts, whether the client takes that or not. */
    private void answered(WebSocketFrame frame) {
        if (!frame.isPing() || socket.isClosed()) {
            return;
        }
        pongs = socket.writeQueueFull() ? pongs + 1 : 0;
        if (pongs == UNREAD_PONGS) {
            context().close();
        }
    }

    @Override
    public CompletionStage<?> send(String text) {
        return socket.writeTextMessage(text).toCompletionStage();
    }

    @Override
    public void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.shutdown(PARTING, (short) code, reason);
            // Vert.x waits until the last word is sent, and who does not read never takes it.
            ChannelHandlerContext context = context();
            context.executor().schedule(() -> context.close(), PARTING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private ChannelHandlerContext context() {
        return ((WebSocketInternal) socket).channelHandlerContext();
    }
}
