package dev.hearth.server;

import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops: epoll, shared by the AWS edge and the Runtime API. */
final class Network implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Network.class);
    private static final int MAX_LOOPS = 4;
    private static final int CLOSE_SECONDS = 5;
    /** A loop that does not come back for this long is reported; ours never block, but a small machine may stall. */
    private static final Duration BLOCKED_LOOP = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final int loops;

    private Network(Vertx vertx, int loops) {
        this.vertx = vertx;
        this.loops = loops;
    }

    static Network open() throws StartException {
        // The system's resolver is enough for names that we never look up; the library's costs start-up time.
        System.setProperty("vertx.disableDnsResolver", "true");
        int loops = loops(Runtime.getRuntime().availableProcessors());
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setBlockedThreadCheckInterval(BLOCKED_LOOP.toMillis())
                .setMaxEventLoopExecuteTime(BLOCKED_LOOP.toNanos())
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
        Vertx vertx = Vertx.builder()
                .with(options)
                .withTransport(new AttentiveTransport())
                .build();
        if (!vertx.isNativeTransportEnabled()) {
            Throwable cause = vertx.unavailableNativeTransportCause();
            vertx.close();
            throw new StartException(
                    "epoll is not available here (" + cause + "): Hearth runs on Linux, x86_64 or arm64.");
        }
        return new Network(vertx, loops);
    }

    /**
     * Half of the processors are left to the functions: a loop that fights with them for the last one makes the slowest
     * invocations slower and the others no faster (docs/performance.md).
     */
    static int loops(int processors) {
        return Math.clamp(processors / 2, 1, MAX_LOOPS);
    }

    Vertx vertx() {
        return vertx;
    }

    int loops() {
        return loops;
    }

    EventLoopGroup eventLoops() {
        return ((VertxInternal) vertx).nettyEventLoopGroup();
    }

    /** {@code wanted}, or a free port for 0. Sandboxes are told the port before the edge listens on it. */
    static int port(int wanted) throws IOException {
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The event loops did not end cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
