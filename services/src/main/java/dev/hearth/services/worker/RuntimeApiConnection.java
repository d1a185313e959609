package dev.hearth.services.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a runtime to its Runtime API. It has one request at a time: one that comes before the last was
 * answered closes the connection, since no runtime pipelines.
 *
 * <p>The answers are written as bytes; there is no encoder in the pipeline. All fields belong to the event loop.
 */
final class RuntimeApiConnection extends ChannelInboundHandlerAdapter implements Exchange {

    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    private static final String RESPONSE_MODE = "Lambda-Runtime-Function-Response-Mode";

    private final RuntimeApiListener listener;
    private final Channel channel;
    private final BodyBuffer body;
    private RuntimeApiRoute route = RuntimeApiRoute.UNKNOWN;
    private String errorType = "";
    private String guard = "";
    private @Nullable StreamedBody stream;
    private boolean streaming;
    private ExtensionHeaders extensionHeaders = ExtensionHeaders.NONE;
    private boolean keepAlive = true;
    private boolean reading;
    private boolean waiting;

    RuntimeApiConnection(RuntimeApiServer server, RuntimeApiListener listener, Channel channel) {
        this.listener = listener;
        this.channel = channel;
        this.body = new BodyBuffer(server);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                begin(request);
            }
            if (reading && message instanceof HttpContent content) {
                take(content.content());
                if (reading && message instanceof LastHttpContent last) {
                    end(last);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ByteBuf piece) {
        StreamedBody to = stream;
        if (to == null) {
            body.add(piece);
        } else if (!to.add(piece)) {
            tooLong(to);
        }
    }

    private void begin(HttpRequest request) {
        if (waiting || reading) {
            channel.close();
            return;
        }
        if (request.decoderResult().isFailure()) {
            keepAlive = false;
            waiting = true;
            refuse(RuntimeApiError.BAD_REQUEST);
            return;
        }
        reading = true;
        keepAlive = HttpUtil.isKeepAlive(request);
        route = RuntimeApiRoute.of(request.method(), request.uri());
        streaming = false;
        if (route == RuntimeApiRoute.NEXT || route == RuntimeApiRoute.RESTORE_NEXT) {
            return;
        }
        if (route == RuntimeApiRoute.CREDENTIALS) {
            String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION);
            guard = shown == null ? "" : shown;
        }
        if (route instanceof RuntimeApiRoute.Extension) {
            extensionHeaders = ExtensionHeaders.of(request.headers());
        }
        String type = request.headers().get(ERROR_TYPE);
        errorType = type == null ? "" : type;
        if (request.headers().contains(HttpHeaderNames.EXPECT) && HttpUtil.is100ContinueExpected(request)) {
            channel.writeAndFlush(RuntimeApiMessages.continued(), channel.voidPromise());
        }
        if (route instanceof RuntimeApiRoute.Response(String requestId)
                && "streaming".equalsIgnoreCase(request.headers().get(RESPONSE_MODE))) {
            streaming = true;
            String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
            listener.streams(this, requestId, contentType == null ? "" : contentType);
        }
    }

    @Override
    public void stream(ResponseSink sink, String executedVersion, String contentType) {
        if (channel.eventLoop().inEventLoop()) {
            handOn(sink, executedVersion, contentType);
        } else {
            channel.eventLoop().execute(() -> handOn(sink, executedVersion, contentType));
        }
    }

    /** A body that came whole in the meantime goes the way of one that is not streamed. */
    private void handOn(ResponseSink sink, String executedVersion, String contentType) {
        if (!reading || !streaming || body.over()) {
            return;
        }
        StreamedBody begun = new StreamedBody(channel, sink);
        stream = begun;
        sink.begins(begun, executedVersion, contentType);
        begun.add(body.take());
    }

    /** The runtime is told at once that its stream is over the limit; what it still sends is not read. */
    private void tooLong(StreamedBody over) {
        reading = false;
        waiting = true;
        keepAlive = false;
        stream = null;
        if (route instanceof RuntimeApiRoute.Response(String requestId)) {
            listener.oversized(this, requestId, over.size());
        }
    }

    private void end(LastHttpContent last) {
        reading = false;
        waiting = true;
        stream = null;
        if (last.decoderResult().isFailure()) {
            keepAlive = false;
            body.clear();
            refuse(RuntimeApiError.BAD_REQUEST);
            return;
        }
        if (body.over()) {
            oversized();
            return;
        }
        switch (route) {
            case RuntimeApiRoute.Next _ -> {
                body.clear();
                listener.next(this);
            }
            case RuntimeApiRoute.Response r when streaming -> streamed(r.requestId(), last);
            case RuntimeApiRoute.Response r -> listener.responded(this, r.requestId(), body.take());
            case RuntimeApiRoute.Error r -> listener.erred(this, r.requestId(), errorType, body.take());
            case RuntimeApiRoute.InitError _ -> listener.initErred(this, errorType, body.take());
            case RuntimeApiRoute.RestoreNext _ -> {
                body.clear();
                listener.restoreNext(this);
            }
            case RuntimeApiRoute.RestoreError _ -> listener.restoreErred(this, errorType, body.take());
            case RuntimeApiRoute.Extension r -> extension(r.operation());
            case RuntimeApiRoute.Credentials _ -> {
                body.clear();
                listener.credentials(this, guard);
            }
            case RuntimeApiRoute.Unknown _ -> {
                body.clear();
                refuse(RuntimeApiError.NOT_FOUND);
            }
        }
    }

    /** A streamed response is whole: its trailers say whether the function failed after it had begun. */
    private void streamed(String requestId, LastHttpContent last) {
        String type = last.trailingHeaders().get(ERROR_TYPE);
        if (type == null) {
            listener.responded(this, requestId, body.take());
            return;
        }
        body.clear();
        listener.erred(
                this,
                requestId,
                type,
                Outcomes.trailedError(type, last.trailingHeaders().get(ERROR_BODY)));
    }

    private void extension(ExtensionOperation operation) {
        ByteBuffer sent = body.take();
        if (operation == ExtensionOperation.LOGS) {
            reply(ExtensionOperation.LOGS_SUPERSEDED);
        } else if (sent.remaining() > Limits.EXTENSION_BODY_BYTES) {
            refuse(RuntimeApiError.TOO_LARGE);
        } else {
            listener.extension(this, operation.request(extensionHeaders, sent, listener));
        }
    }

    private void oversized() {
        long size = body.size();
        body.clear();
        switch (route) {
            case RuntimeApiRoute.Response r -> listener.oversized(this, r.requestId(), size);
            case RuntimeApiRoute.Error r -> listener.oversized(this, r.requestId(), size);
            case RuntimeApiRoute.Next _,
                    RuntimeApiRoute.InitError _,
                    RuntimeApiRoute.RestoreNext _,
                    RuntimeApiRoute.RestoreError _,
                    RuntimeApiRoute.Extension _,
                    RuntimeApiRoute.Credentials _,
                    RuntimeApiRoute.Unknown _ -> refuse(RuntimeApiError.TOO_LARGE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        body.clear();
        boolean cut = reading && stream != null;
        reading = false;
        stream = null;
        if (cut && route instanceof RuntimeApiRoute.Response(String requestId)) {
            listener.truncated(this, requestId);
        }
        if (waiting) {
            waiting = false;
            listener.disconnected(this);
        }
    }

    /** A broken connection is the runtime's affair: it may connect again, or its end will be told by the sandbox. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }

    @Override
    public void deliver(Delivery delivery) {
        if (channel.eventLoop().inEventLoop()) {
            send(delivery);
        } else {
            channel.eventLoop().execute(() -> send(delivery));
        }
    }

    private void send(Delivery delivery) {
        if (!waiting) {
            return;
        }
        ByteBuf head = RuntimeApiMessages.invocation(delivery, channel.alloc());
        if (delivery.invocation().payload().remaining() > Limits.INLINE_PAYLOAD_BYTES) {
            channel.write(head, channel.voidPromise());
            write(Unpooled.wrappedBuffer(delivery.invocation().payload().duplicate()));
        } else {
            write(head);
        }
    }

    @Override
    public void reply(ApiReply answer) {
        reply(RuntimeApiMessages.reply(answer));
    }

    @Override
    public void accept() {
        reply(RuntimeApiMessages.accepted());
    }

    @Override
    public void refuse(RuntimeApiError error) {
        reply(RuntimeApiMessages.error(error));
    }

    private void reply(ByteBuf answer) {
        if (channel.eventLoop().inEventLoop()) {
            write(answer);
        } else {
            channel.eventLoop().execute(() -> write(answer));
        }
    }

    private void write(ByteBuf answer) {
        if (!waiting) {
            answer.release();
            return;
        }
        waiting = false;
        if (keepAlive) {
            channel.writeAndFlush(answer, channel.voidPromise());
        } else {
            channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
