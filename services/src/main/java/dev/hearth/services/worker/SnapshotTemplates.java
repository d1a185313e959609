package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import io.netty.channel.EventLoopGroup;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots beside the environments: a sandbox goes through its init phase, and when its runtime asks for the
 * first invocation it becomes a snapshot. One at a time for each function's code; a failure is logged and costs
 * nobody anything.
 */
final class SnapshotTemplates {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTemplates.class);

    private final Ports ports;
    private final EventLoopGroup loops;
    /** Code for which a snapshot is being made, or could not be made. */
    private final Set<Path> begun = ConcurrentHashMap.newKeySet();

    SnapshotTemplates(Ports ports, EventLoopGroup loops) {
        this.ports = ports;
        this.loops = loops;
    }

    /** Begins; returns at once. */
    void make(SandboxSnapshots snapshots, SandboxSpec like) {
        if (begun.add(like.taskRoot())) {
            ports.tasks().start("snapshot-of-" + like.id(), () -> perform(snapshots, like));
        }
    }

    private void perform(SandboxSnapshots snapshots, SandboxSpec like) {
        Sitter sitter = new Sitter();
        try {
            SandboxSnapshots.Template template = snapshots.startTemplate(template(like), sitter);
            Timers.Timer late = ports.timers().after(Limits.INIT_TIMEOUT, () -> sitter.waiting.complete(false));
            boolean ready = sitter.waiting.join();
            late.cancel();
            if (ready) {
                template.take();
                begun.remove(like.taskRoot());
            } else {
                template.kill();
                LOG.warn("no snapshot like {}: its init failed or took too long", like.id());
            }
            sitter.ended
                    .copy()
                    .completeOnTimeout(null, Limits.DRAIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (SandboxException failed) {
            LOG.warn("no snapshot like {}", like.id(), failed);
        } finally {
            sitter.close();
        }
    }

    private static SandboxSpec template(SandboxSpec like) {
        return new SandboxSpec(
                like.id() + "-t",
                like.runtime(),
                like.taskRoot(),
                like.layers(),
                like.environment(),
                like.memoryMb(),
                like.ephemeralStorageMb(),
                like.extensions(),
                like.network());
    }

    /** Serves a template's Runtime API: it waits for {@code next} and answers nothing. */
    private final class Sitter implements SandboxListener, RuntimeApiListener {

        private final CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        private volatile @Nullable RuntimeApiServer server;

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            server = RuntimeApiServer.open(socket, loops.next(), this);
        }

        private void close() {
            RuntimeApiServer open = server;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void output(ByteBuffer bytes) {
            // what the init phase writes is in the log of every environment that went through it itself
        }

        @Override
        public void ended(SandboxEnd end) {
            waiting.complete(false);
            ended.complete(null);
        }

        @Override
        public void next(Exchange exchange) {
            waiting.complete(true);
        }

        @Override
        public void initErred(Exchange exchange, String errorType, ByteBuffer payload) {
            waiting.complete(false);
        }

        @Override
        public void extension(Exchange exchange, ExtensionRequest request) {
            waiting.complete(false); // what has extensions inside its runtime gets no snapshot
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
}
