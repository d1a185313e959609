package dev.hearth.services.worker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/**
 * The body of one streamed response on its way to its sink. On the connection's event loop, but for {@link #resume}.
 */
final class StreamedBody implements ResponseSink.Source {

    private final Channel channel;
    private final ResponseSink sink;
    private long size;

    StreamedBody(Channel channel, ResponseSink sink) {
        this.channel = channel;
        this.sink = sink;
    }

    /** False when the response is over the limit with this piece, which is not handed on then. */
    boolean add(ByteBuf piece) {
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        return add(ByteBuffer.wrap(bytes));
    }

    boolean add(ByteBuffer piece) {
        size += piece.remaining();
        if (size > Limits.STREAMED_BYTES) {
            return false;
        }
        if (piece.hasRemaining() && !sink.chunk(piece)) {
            channel.config().setAutoRead(false);
        }
        return true;
    }

    long size() {
        return size;
    }

    @Override
    public void resume() {
        if (channel.eventLoop().inEventLoop()) {
            channel.config().setAutoRead(true);
        } else {
            channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
        }
    }
}
