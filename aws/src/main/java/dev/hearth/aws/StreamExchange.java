package dev.hearth.aws;

import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Caller;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request to a {@link StreamApi} and its answer: received on the loop, served on a task, sent on the loop. */
final class StreamExchange implements StreamRequest {

    private static final Logger LOG = LoggerFactory.getLogger(StreamExchange.class);

    private final Exchange exchange;
    private final Peer peer;
    private final StreamTarget target;
    private final HttpServerRequest request;
    private final boolean large;
    private final StreamBody body;
    private @Nullable ConnectionGate gate; // that gives the body here
    private Signer signer = new Signer.Nobody();
    private boolean continues;

    StreamExchange(Exchange exchange, Peer peer, StreamTarget target, HttpServerRequest request) {
        this.exchange = exchange;
        this.peer = peer;
        this.target = target;
        this.request = request;
        this.large = isLarge();
        this.body =
                new StreamBody(new Pausing(), large ? exchange.loop().parts().slabs() : null);
    }

    @Override
    public boolean allows(AccessRequest question) {
        return exchange.loop().parts().decisions().allows(question);
    }

    /** On the loop. */
    void begin() {
        signer = judge();
        continues = "100-continue".equalsIgnoreCase(header("Expect"));
        ConnectionGate before = large ? ConnectionGate.of(request.connection()) : null;
        if (before != null && before.take(this::received)) {
            gate = before;
        } else {
            request.handler(
                    chunk -> received(((BufferInternal) chunk).getByteBuf().nioBuffer()));
        }
        request.endHandler(end -> {
            peer.serving();
            body.end();
        });
        request.exceptionHandler(gone -> body.breakOff("The connection broke off"));
        request.response().closeHandler(gone -> body.breakOff("The connection was closed"));
        exchange.loop().parts().ports().tasks().start("aws " + target.streamed().service(), this::serve);
    }

    private Signer judge() {
        EdgeParts parts = exchange.loop().parts();
        RequestHead head = target.head();
        String host = head.header("Host");
        return SigV2.isSigned(head)
                ? SigV2.judge(
                        parts.keys(),
                        parts.ports().time(),
                        parts.options().clockSkew(),
                        head,
                        target.streamed().resource(host == null ? "" : host, head.path()))
                : StreamSigner.of(exchange.loop().signatures(), head);
    }

    /** Who does not say how much it is may send as much as he likes. */
    private boolean isLarge() {
        String length = header("Content-Length");
        try {
            return length == null || Long.parseLong(length.strip()) >= StreamBody.LARGE_BYTES;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** The gate's flow control, or Vert.x's. */
    private final class Pausing implements StreamBody.Sender {

        @Override
        public void hold() {
            if (gate == null) {
                request.pause();
            } else {
                gate.hold();
            }
        }

        @Override
        public void goOn() {
            exchange.loop().run(() -> {
                if (gate == null) {
                    request.resume();
                } else {
                    gate.goOn();
                }
            });
        }
    }

    private void received(ByteBuffer chunk) {
        peer.reading(exchange, exchange.loop().now());
        body.add(chunk);
    }

    private void serve() {
        StreamReply reply;
        try {
            reply = target.streamed().serve(this);
        } catch (RuntimeException | Error bug) {
            LOG.error("{} {} failed, request {}", method(), path(), requestId(), bug);
            reply = target.streamed()
                    .refusal(
                            "InternalError",
                            500,
                            "We encountered an internal error. Please try again.",
                            requestId(),
                            path());
        } finally {
            body.drop();
        }
        StreamReply made = reply;
        if (made.content() instanceof StreamReply.Content.Made content) {
            CompletableFuture<@Nullable HttpServerResponse> begun = new CompletableFuture<>();
            exchange.loop().run(() -> begun.complete(head(made, true)));
            send(begun.join(), content);
        } else {
            exchange.loop().run(() -> send(made));
        }
    }

    private @Nullable HttpServerResponse head(StreamReply reply, boolean streaming) {
        boolean whole = request.isEnded();
        HttpServerResponse response = streaming ? exchange.beginStream(reply.status()) : exchange.begin(reply.status());
        if (response == null) {
            return null;
        }
        // Who goes away while he is answered is nobody's error.
        response.exceptionHandler(gone -> body.breakOff("The connection broke off"));
        response.putHeader("x-amz-request-id", requestId());
        for (Map.Entry<String, String> header : reply.headers()) {
            if (HeaderText.isName(header.getKey())) {
                response.headers().add(header.getKey(), HeaderText.value(header.getValue()));
            }
        }
        if (reply.status() != 204 && reply.status() != 304) {
            response.putHeader("Content-Length", Long.toString(reply.content().length()));
        }
        if (!whole && continues) {
            // Its sender will not send what it asked about: nothing more can be told apart on this connection.
            response.putHeader("Connection", "close");
        }
        if (!whole) {
            // Nobody reads it any more, and many send all of it before they look at the answer.
            if (gate != null) {
                gate.leave();
            }
            request.resume();
        }
        return response;
    }

    private void send(StreamReply reply) {
        switch (reply.content()) {
            case StreamReply.Content.Bytes bytes -> {
                HttpServerResponse response = head(reply, false);
                if (response != null) {
                    response.end(Buffer.buffer(bytes.bytes()));
                }
            }
            case StreamReply.Content.Unsent unsent -> {
                HttpServerResponse response = head(reply, false);
                if (response != null) {
                    response.end();
                }
            }
            case StreamReply.Content.InFile file -> sendFile(reply, file);
            case StreamReply.Content.Made made -> throw new IllegalArgumentException("made on its task");
        }
    }

    private void sendFile(StreamReply reply, StreamReply.Content.InFile content) {
        HttpServerResponse response = head(reply, true);
        if (response == null) {
            close(content.file());
            return;
        }
        response.sendFile(content.file(), content.offset(), content.length()).onComplete(sent -> {
            close(content.file());
            exchange.streamed();
            if (sent.failed()) {
                exchange.disconnect();
            }
        });
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("a file that was read does not close", e);
        }
    }

    /** Sends what is made, each piece when the one before was taken; on the task. */
    private void send(@Nullable HttpServerResponse response, StreamReply.Content.Made content) {
        try (StreamReply.Source source = content.source()) {
            if (response == null) {
                return;
            }
            ByteBuffer next = source.next();
            while (next != null) {
                ByteBuffer bytes = next;
                CompletableFuture<Void> taken = new CompletableFuture<>();
                exchange.loop()
                        .run(() -> response.write(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)))
                                .onComplete(done -> {
                                    if (done.succeeded()) {
                                        taken.complete(null);
                                    } else {
                                        taken.completeExceptionally(done.cause());
                                    }
                                }));
                next = source.next();
                taken.join();
            }
            exchange.loop().run(() -> {
                exchange.streamed();
                response.end();
            });
        } catch (IOException | CompletionException | IllegalStateException brokenOff) {
            // The length is promised: an answer that is cut short must not look whole.
            exchange.loop().run(exchange::disconnect);
        }
    }

    @Override
    public String requestId() {
        return exchange.requestId();
    }

    @Override
    public String method() {
        return target.head().method();
    }

    @Override
    public String path() {
        return target.head().path();
    }

    @Override
    public String query() {
        return target.head().query();
    }

    @Override
    public @Nullable String header(String name) {
        return target.head().header(name);
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
        return List.copyOf(target.head().headers().entries());
    }

    @Override
    public String sourceIp() {
        String host = request.remoteAddress().hostAddress();
        return host == null ? "" : host;
    }

    @Override
    public Signer signer() {
        return signer;
    }

    @Override
    public @Nullable ByteBuffer read() throws IOException {
        if (continues) {
            continues = false;
            exchange.loop().run(() -> request.response().writeContinue());
        }
        return body.read();
    }

    @Override
    public @Nullable Caller signerOf(String credential, String text, String signature, @Nullable String token) {
        EdgeParts parts = exchange.loop().parts();
        return StreamSigner.signerOf(parts.keys(), parts.ports().time(), credential, text, signature, token);
    }
}
