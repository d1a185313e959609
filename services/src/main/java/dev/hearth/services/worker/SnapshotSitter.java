package dev.hearth.services.worker;

import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the Runtime API of what is to become a snapshot: tells when it waits to be restored or for an invocation, and
 * answers neither.
 */
final class SnapshotSitter implements SandboxListener, RuntimeApiListener {

    static final SnapshotResult TIMED_OUT =
            new SnapshotResult.InitFailed("The init phase took too long.", "FunctionError.InitTimeout");

    private static final String INIT_ERROR = "FunctionError.RuntimeInitError";
    /** What of a runtime's error is told as a state's reason, bytes. */
    private static final int REASON_BYTES = 1024;

    private final EventLoop loop;
    private final EnvironmentLog log;
    private final Function<String, ApiReply> credentials;
    private final CompletableFuture<SnapshotResult> waiting = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile @Nullable RuntimeApiServer server;

    /** @param credentials answers who shows a guard and asks for credentials */
    SnapshotSitter(EventLoop loop, EnvironmentLog log, Function<String, ApiReply> credentials) {
        this.loop = loop;
        this.credentials = credentials;
        this.log = log;
    }

    /** {@link SnapshotResult.Taken} when the snapshot can be taken now; never completes exceptionally. */
    CompletableFuture<SnapshotResult> waiting() {
        return waiting;
    }

    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    void failed(SnapshotResult why) {
        waiting.complete(why);
    }

    void close() {
        RuntimeApiServer open = server;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void serveRuntimeApi(RuntimeApiSocket socket) {
        server = RuntimeApiServer.open(socket, loop, this);
    }

    @Override
    public void output(ByteBuffer bytes) {
        log.output(bytes);
    }

    @Override
    public void ended(SandboxEnd end) {
        EnvironmentState.InitFailure failure = Outcomes.initExited(end);
        failed(new SnapshotResult.InitFailed(
                failure.message(), end.outOfMemory() ? "FunctionError.InitResourceExhausted" : INIT_ERROR));
        ended.complete(null);
    }

    @Override
    public void next(Exchange exchange) {
        waiting.complete(new SnapshotResult.Taken());
    }

    @Override
    public void restoreNext(Exchange exchange) {
        waiting.complete(new SnapshotResult.Taken());
    }

    @Override
    public void initErred(Exchange exchange, String errorType, ByteBuffer payload) {
        byte[] text = new byte[Math.min(REASON_BYTES, payload.remaining())];
        payload.duplicate().get(text);
        failed(new SnapshotResult.InitFailed(errorType + ": " + new String(text, StandardCharsets.UTF_8), INIT_ERROR));
        exchange.accept();
    }

    @Override
    public void restoreErred(Exchange exchange, String errorType, ByteBuffer payload) {
        exchange.close();
    }

    @Override
    public void credentials(Exchange exchange, String guard) {
        exchange.reply(credentials.apply(guard));
    }

    @Override
    public void extension(Exchange exchange, ExtensionRequest request) {
        failed(new SnapshotResult.NotTaken("it has extensions inside its runtime"));
    }

    @Override
    public void streams(Exchange exchange, String requestId, String contentType) {}

    @Override
    public void truncated(Exchange exchange, String requestId) {}

    @Override
    public void responded(Exchange exchange, String requestId, ByteBuffer payload) {}

    @Override
    public void erred(Exchange exchange, String requestId, String errorType, ByteBuffer payload) {}

    @Override
    public void oversized(Exchange exchange, String requestId, long size) {}

    @Override
    public String newExtensionId() {
        return "";
    }

    @Override
    public void disconnected(Exchange exchange) {}
}
