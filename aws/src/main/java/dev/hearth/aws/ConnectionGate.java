package dev.hearth.aws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection does before Vert.x sees it. Belongs to its event loop.
 *
 * <p>A request of an unknown HTTP version becomes a malformed one. Vert.x by itself would answer 501, and a caller's
 * mistake must never look like the server's.
 *
 * <p>A large body may be taken here: Vert.x would copy each chunk to an array of its own.
 */
final class ConnectionGate extends ChannelInboundHandlerAdapter {

    private static final String NAME = "gate";

    private final ChannelHandlerContext vertx;
    private boolean inHead; // Vert.x looks at a head, and nothing of its body has come
    private @Nullable Consumer<ByteBuffer> taker;
    private boolean held;

    private ConnectionGate(ChannelHandlerContext vertx) {
        this.vertx = vertx;
    }

    /** Puts a gate in front of Vert.x. */
    static void before(HttpConnection connection) {
        ChannelHandlerContext vertx = ((VertxConnection) connection).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), NAME, new ConnectionGate(vertx));
    }

    /** The gate of a connection. */
    static ConnectionGate of(HttpConnection connection) {
        return (ConnectionGate) ((VertxConnection) connection)
                .channelHandlerContext()
                .pipeline()
                .get(NAME);
    }

    /**
     * Lets {@code to} have the body of the request that just came, each chunk for as long as it is called; Vert.x sees
     * an empty one. Returns whether it will: when somebody sent several requests at once, Vert.x has some of it.
     */
    boolean take(Consumer<ByteBuffer> to) {
        if (inHead) {
            taker = to;
        }
        return inHead;
    }

    /** Takes no more: Vert.x gets what still comes. */
    void leave() {
        taker = null;
        goOn();
    }

    /** Reads no more from the connection for now. */
    void hold() {
        if (taker != null) {
            held = true;
            vertx.channel().config().setAutoRead(false);
        }
    }

    /** Reads on. */
    void goOn() {
        if (held) {
            held = false;
            vertx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            head(context, request);
        } else if (taker != null
                && message instanceof HttpContent content
                && content.decoderResult().isSuccess()) {
            taken(context, taker, content);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void head(ChannelHandlerContext context, HttpRequest request) {
        if (!isKnown(request.protocolVersion())) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("HTTP version not supported")));
        }
        inHead = true;
        try {
            context.fireChannelRead(request);
        } finally {
            inHead = false;
        }
    }

    private void taken(ChannelHandlerContext context, Consumer<ByteBuffer> by, HttpContent content) {
        try {
            if (content.content().isReadable()) {
                by.accept(content.content().nioBuffer());
            }
        } finally {
            content.release();
        }
        if (content instanceof LastHttpContent) {
            // From here on Vert.x alone says when to read: it may have to wait before the next request.
            leave();
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private static boolean isKnown(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }
}
