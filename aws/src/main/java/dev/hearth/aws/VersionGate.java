package dev.hearth.aws;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Makes a request of an unknown HTTP version a malformed one. Vert.x by itself would answer 501, and a caller's mistake
 * must never look like the server's.
 */
@Sharable
final class VersionGate extends ChannelInboundHandlerAdapter {

    private static final VersionGate GATE = new VersionGate();

    /** Puts the gate in front of Vert.x. */
    static void before(HttpConnection connection) {
        ChannelHandlerContext vertx = ((VertxConnection) connection).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "version-gate", GATE);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && !isKnown(request.protocolVersion())) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("HTTP version not supported")));
        }
        context.fireChannelRead(message);
    }

    private static boolean isKnown(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }
}
