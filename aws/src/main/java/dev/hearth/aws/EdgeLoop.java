package dev.hearth.aws;

import dev.hearth.neighbours.apigateway.ApiLimits;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One event loop's share of the edge: its connections, its signature checker, its clock for the Date header. */
final class EdgeLoop extends VerticleBase {

    /** How often idle connections and slow bodies are looked for, at most and at least. */
    private static final long SWEEP_MILLIS = 1000;

    private static final long MIN_SWEEP_MILLIS = 25;

    /** How long {@link #stop} lets running requests finish. */
    private static final long SHUTDOWN_SECONDS = 2;

    private final EdgeParts parts;
    private final String host;
    private final int wantedPort;
    private final SigV4 signatures;
    private final RequestIds requestIds;
    private final JsonScan json = new JsonScan();
    private final Map<HttpConnection, Peer> peers = new HashMap<>();
    private volatile int port;
    private HttpServer server;
    private long dateSecond = Long.MIN_VALUE;
    private String date = "";

    @SuppressWarnings("NullAway") // the server is made on the loop's own thread
    EdgeLoop(EdgeParts parts, String host, int port) {
        this.parts = parts;
        this.host = host;
        this.wantedPort = port;
        this.requestIds = new RequestIds(parts.ports().randomness());
        this.signatures = new SigV4(
                parts.keys(),
                parts.ports().time(),
                parts.options().clockSkew(),
                parts.scope().region());
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(Limits.REQUEST_LINE_BYTES)
                .setMaxHeaderSize(Limits.HEADER_BYTES)
                .setMaxChunkSize(Limits.CHUNK_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setDecompressionSupported(false)
                .setCompressionSupported(false)
                .setMaxWebSocketFrameSize(ApiLimits.MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(ApiLimits.MESSAGE_BYTES)
                // Few speak WebSocket here: each handler of it would look at every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        server = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::requested)
                .invalidRequestHandler(this::malformed);
        vertx.setPeriodic(sweepMillis(parts.options()), timer -> sweep());
        return server.listen(wantedPort, host).onSuccess(listening -> port = listening.actualPort());
    }

    @Override
    public Future<?> stop() {
        return server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }

    int port() {
        return port;
    }

    EdgeParts parts() {
        return parts;
    }

    SigV4 signatures() {
        return signatures;
    }

    JsonScan json() {
        return json;
    }

    /** Runs {@code work} on this loop: at once when that is where we are. */
    void run(Runnable work) {
        if (((ContextInternal) context).inThread()) {
            work.run();
        } else {
            context.runOnContext(ignored -> work.run());
        }
    }

    private void connected(HttpConnection connection) {
        if (parts.connections().incrementAndGet() > parts.options().maxConnections()) {
            parts.connections().decrementAndGet();
            connection.close();
            return;
        }
        ConnectionGate.before(connection);
        peers.put(connection, new Peer(now()));
        connection.closeHandler(closed -> {
            peers.remove(connection);
            parts.connections().decrementAndGet();
        });
    }

    private void requested(HttpServerRequest request) {
        Peer peer = peers.get(request.connection());
        if (peer != null) {
            new Exchange(this, peer, request).start();
        }
    }

    private void malformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String message = cause == null || cause.getMessage() == null ? "Bad request" : cause.getMessage();
        byte[] body = JsonWriter.bytes(writer -> {
            writer.writeStartObject();
            writer.writeStringProperty("message", Scalars.shown(message));
            writer.writeEndObject();
        });
        int status = message.contains("larger than") ? 431 : 400;
        request.response()
                .setStatusCode(status)
                .putHeader("x-amzn-RequestId", requestId())
                .putHeader("x-amzn-ErrorType", "MalformedHttpRequestException")
                .putHeader("Content-Type", "application/json")
                .putHeader("Date", date())
                .putHeader("Connection", "close")
                .end(io.vertx.core.buffer.Buffer.buffer(body));
        request.connection().close();
    }

    private static long sweepMillis(EdgeOptions options) {
        long shortest =
                Math.min(options.idleTimeout().toMillis(), options.bodyTimeout().toMillis());
        return Math.clamp(shortest / 4, MIN_SWEEP_MILLIS, SWEEP_MILLIS);
    }

    private void sweep() {
        long now = now();
        long idle = parts.options().idleTimeout().toNanos();
        long slow = parts.options().bodyTimeout().toNanos();
        // A copy, because closing a connection takes it out of the map.
        new ArrayList<>(peers.entrySet()).forEach(entry -> entry.getValue().sweep(now, idle, slow, entry.getKey()));
    }

    long now() {
        return parts.ports().time().nanos();
    }

    String requestId() {
        return requestIds.next();
    }

    /** The Date header of this second. */
    String date() {
        Instant instant = parts.ports().time().instant();
        if (instant.getEpochSecond() != dateSecond) {
            dateSecond = instant.getEpochSecond();
            date = Timestamps.write(instant, software.amazon.awssdk.core.traits.TimestampFormatTrait.Format.RFC_822);
        }
        return date;
    }
}
