package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.services.logs.LogAppender;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The execution environments of one host. */
public interface Worker extends AutoCloseable {

    /**
     * A worker whose sandboxes come from {@code driver}.
     *
     * @param loops where the Runtime API is served; epoll event loops
     */
    static Worker create(
            WorkerOptions options,
            SandboxDriver driver,
            CodeCache code,
            LogAppender logs,
            EventLoopGroup loops,
            Ports ports) {
        return new HostWorker(options, driver, code, logs, loops, ports);
    }

    /** Names who is told when environments go; called once, before the first {@link #start}. */
    void listener(Listener listener);

    /**
     * Starts an environment and runs its init phase. Completes when the runtime asked for its first invocation or its
     * init failed; a failed environment still takes one {@link #invoke}, which answers with the init error, as Lambda
     * does. Never completes exceptionally: what can go wrong is in {@link EnvironmentStart}.
     */
    CompletionStage<EnvironmentStart> start(EnvironmentSpec spec);

    /**
     * Runs one invocation in an environment that {@link #start} returned and that is idle. Never completes
     * exceptionally; timeout, crash and refusals of the runtime are results. Completes on the thread that brings the
     * news.
     */
    CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation);

    /** Ends an environment, whatever it is doing. */
    void destroy(String environmentId);

    /**
     * Takes the snapshot of a version whose {@link EnvironmentSpec#initialization} is SnapStart, unless it is there.
     * Takes as long as its init phase. Completes exceptionally only when the worker closes meanwhile, because what
     * ended with it says nothing of the function.
     */
    default CompletionStage<SnapshotResult> snapshot(EnvironmentSpec spec) {
        return CompletableFuture.completedStage(new SnapshotResult.NotTaken("this worker takes no snapshots"));
    }

    /** What runs here now. */
    List<EnvironmentReport> report();

    /** What still runs here for whoever had this worker before; asked when it joins. */
    default List<Leftover> leftovers() {
        return List.of();
    }

    /** The host's endpoint, where it serves what is lent to it; null where it does not. */
    default @Nullable Delegate delegate() {
        return null;
    }

    /** The host itself, and what runs there: the newest report that is known here. Never blocks. */
    HostReport host();

    /** Told, on a thread of the worker's, when an environment can serve no more. */
    interface Listener {

        /** {@code environmentId} ended, or began to end; told once for each environment that was started. */
        void gone(String environmentId);
    }

    /** Destroys every environment and waits until nothing of them is left. */
    @Override
    void close();
}
