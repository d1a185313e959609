package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.services.logs.LogAppender;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of this process's own machine. */
final class HostWorker implements Worker, EnvironmentHost {

    private static final Logger LOG = LoggerFactory.getLogger(HostWorker.class);

    /** While closing: how often is looked whether an invocation ended, milliseconds. */
    private static final long DRAIN_LOOK_MILLIS = 20;

    private static final Fault STOPPING = new Fault(Fault.Kind.UNAVAILABLE, "This worker is stopping.");

    private final WorkerOptions options;
    private final SandboxMaker maker;
    private final SnapshotPolicy policy;
    private final SnapshotTemplates templates;
    private final SandboxDriver driver;
    private final Walls walls;
    private final LogAppender logs;
    private final EventLoopGroup loops;
    private final Ports ports;
    private final ConcurrentMap<String, Environment> environments = new ConcurrentHashMap<>();
    private final Object changed = new Object();
    private final AtomicLong reports = new AtomicLong();
    private volatile boolean closed;
    private volatile Listener listener = _ -> {};

    HostWorker(
            WorkerOptions options,
            SandboxDriver driver,
            CodeCache code,
            LogAppender logs,
            EventLoopGroup loops,
            Ports ports) {
        this.options = options;
        this.policy = new SnapshotPolicy(options.snapshots(), driver);
        this.templates = new SnapshotTemplates(ports, loops, logs, options.credentials());
        this.maker = new SandboxMaker(options, driver, code, policy, templates);
        this.driver = driver;
        this.walls = new Walls(options.groups(), driver, this::groupsInUse, ports);
        this.logs = logs;
        this.loops = loops;
        this.ports = ports;
    }

    @Override
    public void listener(Listener listener) {
        this.listener = listener;
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        if (closed) {
            return CompletableFuture.completedStage(new EnvironmentStart.Refused(STOPPING));
        }
        String id = "env-" + ports.randomness().hex(16);
        Environment environment = new Environment(id, policy.applied(spec), this);
        environments.put(id, environment);
        if (!spec.securityGroups().isEmpty()) {
            walls.watch();
        }
        return environment.start();
    }

    private Set<List<String>> groupsInUse() {
        return closed
                ? Set.of()
                : environments.values().stream()
                        .map(Environment::securityGroups)
                        .filter(groups -> !groups.isEmpty())
                        .collect(Collectors.toSet());
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        Environment environment = environments.get(environmentId);
        return environment == null
                ? CompletableFuture.completedStage(new InvocationResult.NotDelivered())
                : environment.invoke(invocation);
    }

    @Override
    public CompletionStage<SnapshotResult> snapshot(EnvironmentSpec spec) {
        String id = "snap-" + ports.randomness().hex(16);
        CompletableFuture<SnapshotResult> result = new CompletableFuture<>();
        ports.tasks().start(id, () -> {
            SnapshotResult taken = snapshotNow(spec, id);
            if (closed && !(taken instanceof SnapshotResult.Taken)) {
                result.completeExceptionally(new IllegalStateException("the worker closed meanwhile"));
            } else {
                result.complete(taken);
            }
        });
        return result;
    }

    private SnapshotResult snapshotNow(EnvironmentSpec spec, String id) {
        try {
            SnapshotTemplates.Log log = templates.log(spec);
            SandboxSpec sandbox = maker.describe(spec, id, log.stream(), log.log(), _ -> {});
            return policy.snapshots(sandbox)
                    .map(snapshots -> templates.take(snapshots, spec, sandbox, log))
                    .orElseGet(() -> new SnapshotResult.NotTaken("this host takes no snapshots of it"));
        } catch (SandboxMaker.InvalidEntrypoint e) {
            return new SnapshotResult.InitFailed(e.getMessage(), "FunctionError.InvalidEntryPoint");
        } catch (SandboxMaker.Refusal e) {
            return new SnapshotResult.NotTaken(e.fault().message());
        } catch (RuntimeException bug) {
            LOG.error("no snapshot of {}:{}", spec.functionArn(), spec.version(), bug);
            return new SnapshotResult.NotTaken("an internal error occurred");
        }
    }

    @Override
    public void destroy(String environmentId) {
        Environment environment = environments.get(environmentId);
        if (environment != null) {
            environment.destroy();
        }
    }

    @Override
    public List<EnvironmentReport> report() {
        return environments.values().stream().map(Environment::report).toList();
    }

    @Override
    public HostReport host() {
        List<EnvironmentReport> running = report();
        return new HostReport(
                options.hostId(),
                reports.incrementAndGet(),
                closed,
                options.meter().memoryMb(),
                options.meter().cpuMillis(),
                options.meter().memoryFreeMb(),
                running,
                running.stream().map(EnvironmentReport::codeDigest).collect(Collectors.toSet()));
    }

    /** The driver's own close kills and waits for whatever is left. */
    @Override
    public void close() {
        closed = true;
        awaitUntil(Limits.DRAIN, Environment::hasWaitingCaller);
        environments.values().forEach(Environment::destroy);
        awaitUntil(Limits.SHUTDOWN_EXTERNAL, _ -> true);
        driver.close();
    }

    /** Waits until no environment is as {@code such} says, or {@code most} has passed. */
    private void awaitUntil(Duration most, Predicate<Environment> such) {
        synchronized (changed) {
            long end = ports.time().nanos() + most.toNanos();
            long left = most.toMillis();
            while (left > 0 && environments.values().stream().anyMatch(such)) {
                try {
                    changed.wait(Math.min(left, DRAIN_LOOK_MILLIS));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = (end - ports.time().nanos()) / 1_000_000;
            }
        }
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public String accountId() {
        return options.scope().account();
    }

    @Override
    public FunctionCredentials credentials() {
        return options.credentials();
    }

    @Override
    public LogAppender logs() {
        return logs;
    }

    /** The caller's own, if it is one: an invocation from there then changes no thread on its way. */
    @Override
    public EventLoop loop() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return (EventLoop) loop;
            }
        }
        return loops.next();
    }

    @Override
    public SandboxMaker maker() {
        return maker;
    }

    @Override
    public void gone(String environmentId) {
        listener.gone(environmentId);
    }

    @Override
    public void forget(String environmentId) {
        environments.remove(environmentId);
        if (closed) {
            synchronized (changed) {
                changed.notifyAll();
            }
        }
    }
}
