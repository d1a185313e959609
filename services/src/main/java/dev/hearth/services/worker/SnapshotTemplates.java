package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.services.logs.LogAppender;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots beside the environments: a sandbox goes through its init phase, and when its runtime waits to be
 * restored, or for the first invocation, it becomes a snapshot. One at a time for each version; who wants the same
 * meanwhile waits for it.
 */
final class SnapshotTemplates {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTemplates.class);
    private static final SnapshotResult TAKEN = new SnapshotResult.Taken();

    private final Ports ports;
    private final EventLoopGroup loops;
    private final LogAppender logs;
    private final FunctionCredentials sessions;
    /** Snapshots that are being made, or could not be made. */
    private final Map<Key, CompletableFuture<SnapshotResult>> begun = new ConcurrentHashMap<>();

    /** What makes two templates the same. */
    private record Key(Path taskRoot, List<Path> layers, Map<String, String> variables, int memoryMb, int tmpMb) {

        static Key of(SandboxSpec spec) {
            return new Key(
                    spec.taskRoot(),
                    spec.layers(),
                    spec.sharedEnvironment(),
                    spec.memoryMb(),
                    spec.ephemeralStorageMb());
        }
    }

    /** The log of a template. */
    record Log(String stream, EnvironmentLog log) {}

    SnapshotTemplates(Ports ports, EventLoopGroup loops, LogAppender logs, FunctionCredentials sessions) {
        this.sessions = sessions;
        this.ports = ports;
        this.loops = loops;
        this.logs = logs;
    }

    Log log(EnvironmentSpec spec) {
        String stream = LogText.stream(
                ports.time().instant(), spec.version(), ports.randomness().hex(32));
        return new Log(stream, new EnvironmentLog(logs, spec.logGroup(), stream, ports.time(), _ -> {}));
    }

    /** Begins; returns at once. What failed once is not tried again here. */
    void make(SandboxSnapshots snapshots, EnvironmentSpec spec, SandboxSpec like) {
        CompletableFuture<SnapshotResult> mine = new CompletableFuture<>();
        Key key = Key.of(like);
        if (begun.putIfAbsent(key, mine) == null) {
            ports.tasks()
                    .start(
                            "snapshot-of-" + like.id(),
                            () -> perform(snapshots, spec, template(like), log(spec), key, mine));
        }
    }

    /** Takes it, or waits for who is taking it; blocks. */
    SnapshotResult take(SandboxSnapshots snapshots, EnvironmentSpec spec, SandboxSpec like, Log log) {
        if (snapshots.holds(like)) {
            return TAKEN;
        }
        CompletableFuture<SnapshotResult> mine = new CompletableFuture<>();
        Key key = Key.of(like);
        CompletableFuture<SnapshotResult> first =
                begun.compute(key, (_, before) -> before == null || before.isDone() ? mine : before);
        if (first == mine) {
            perform(snapshots, spec, like, log, key, mine);
        }
        return first.join();
    }

    private void perform(
            SandboxSnapshots snapshots,
            EnvironmentSpec spec,
            SandboxSpec template,
            Log log,
            Key key,
            CompletableFuture<SnapshotResult> told) {
        SnapshotResult result = new SnapshotResult.NotTaken("an internal error occurred");
        try {
            result = taken(snapshots, spec, template, log.log());
        } finally {
            if (result.equals(TAKEN)) {
                begun.remove(key, told);
            } else {
                LOG.warn("no snapshot of {}:{}: {}", spec.functionName(), spec.version(), result);
                forgetSome();
            }
            told.complete(result);
        }
    }

    private void forgetSome() {
        if (begun.size() > Limits.FAILED_SNAPSHOTS) {
            begun.values().removeIf(CompletableFuture::isDone);
        }
    }

    private SnapshotResult taken(
            SandboxSnapshots snapshots, EnvironmentSpec spec, SandboxSpec like, EnvironmentLog log) {
        SnapshotSitter sitter =
                new SnapshotSitter(loops.next(), log, guard -> RoleSessions.reply(spec, sessions, guard));
        log.write(LogText.initStart(spec.runtime()));
        long start = ports.time().nanos();
        try {
            SandboxSnapshots.Template template = snapshots.startTemplate(like, sitter);
            Timers.Timer late = ports.timers().after(limit(spec), () -> sitter.failed(SnapshotSitter.TIMED_OUT));
            SnapshotResult result = sitter.waiting().join();
            late.cancel();
            if (result.equals(TAKEN)) {
                template.take();
            } else {
                sitter.ended()
                        .copy()
                        .completeOnTimeout(null, Limits.INIT_ERROR_EXIT.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
                template.kill();
            }
            sitter.ended()
                    .copy()
                    .completeOnTimeout(null, Limits.DRAIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            log.close(report(result, ports.time().nanos() - start));
            return result;
        } catch (SandboxException failed) {
            LOG.warn("no snapshot like {}", like.id(), failed);
            return new SnapshotResult.NotTaken(failed.getMessage());
        } finally {
            sitter.close();
        }
    }

    private static List<String> report(SnapshotResult result, long nanos) {
        return switch (result) {
            case SnapshotResult.Taken _, SnapshotResult.NotTaken _ -> List.of();
            case SnapshotResult.InitFailed(String _, String code) ->
                List.of(LogText.initReport(nanos, "init", "error\tError Type: " + code));
        };
    }

    private static Duration limit(EnvironmentSpec spec) {
        return spec.timeout().compareTo(Limits.SNAPSHOT_INIT_TIMEOUT) > 0
                ? spec.timeout()
                : Limits.SNAPSHOT_INIT_TIMEOUT;
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
                like.network(),
                like.image(),
                like.wall());
    }
}
