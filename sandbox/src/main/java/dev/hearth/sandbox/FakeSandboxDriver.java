package dev.hearth.sandbox;

import dev.hearth.core.Tasks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A driver without walls, for tests: its "bootstrap" is Java code of the test on a task, which reaches the Runtime
 * API over the loopback and ends as it likes. It keeps the SPI's promises: output in order, one end, nothing after
 * it.
 */
public final class FakeSandboxDriver implements SandboxDriver {

    /** The code inside a fake sandbox. Its return is exit status 0, its exception exit status 1. */
    @FunctionalInterface
    public interface Bootstrap {

        /** Runs inside {@code guest} until the sandbox is to end. */
        void run(Guest guest) throws Exception;
    }

    /** What a bootstrap can do. */
    public interface Guest {

        /** Where its Runtime API answers. */
        InetSocketAddress runtimeApi();

        /** What it was started with. */
        SandboxSpec spec();

        /** Whether it woke from a snapshot: the bootstrap then begins anew where it would go on. */
        boolean woken();

        /** Writes {@code text} to its stdout. */
        void print(String text);

        /** Writes {@code text} to its stdout, where it lies unread until somebody drains it or the sandbox ends. */
        void printUnread(String text);

        /** Ends the sandbox as {@code end} says; what the bootstrap still does is without effect. */
        void end(SandboxEnd end);

        /** Waits until the sandbox is told that its init phase is over. */
        void awaitInitialized() throws InterruptedException;

        /** Waits until the sandbox is asked to stop. */
        void awaitStop() throws InterruptedException;

        /** Tells that the extension {@code name} ended as {@code end} says. */
        void endExtension(String name, SandboxEnd end);

        /** Waits until the sandbox is killed. */
        void hang() throws InterruptedException;
    }

    private final Tasks tasks;
    private final Bootstrap bootstrap;
    private final Set<FakeSandbox> running = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
    private volatile Map<String, RuntimeChoice> substitutes = Map.of();
    private volatile long peakMemoryBytes = 32L << 20;
    private volatile @Nullable FakeSnapshots snapshots;

    /** A driver whose sandboxes all run {@code bootstrap}, on {@code tasks}. */
    public FakeSandboxDriver(Tasks tasks, Bootstrap bootstrap) {
        this.tasks = tasks;
        this.bootstrap = bootstrap;
    }

    /** Makes the next start fail with {@code message}. */
    public void refuseNext(String message) {
        refusal.set(message);
    }

    /** Serves {@code choice.requested()} by another version from now on. */
    public void substitute(RuntimeChoice choice) {
        substitutes = Map.of(choice.requested(), choice);
    }

    /** What every sandbox tells as its highest memory use from now on. */
    public void peakMemory(long bytes) {
        peakMemoryBytes = bytes;
    }

    /** Takes snapshots from now on. */
    public FakeSnapshots takeSnapshots() {
        FakeSnapshots taken = new FakeSnapshots(this);
        snapshots = taken;
        return taken;
    }

    @Override
    public Optional<SandboxSnapshots> snapshots() {
        return Optional.ofNullable(snapshots);
    }

    /** How many sandboxes have not ended. */
    public int running() {
        return running.size();
    }

    /** How many sandboxes are told to stand still now. Their bootstraps, being Java code, do not notice. */
    public long frozen() {
        return running.stream().filter(FakeSandbox::frozen).count();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Verdict probe() {
        return new Verdict(true, "the fake isolates nothing and works everywhere", List.of());
    }

    @Override
    public Optional<RuntimeChoice> runtime(String identifier) {
        RuntimeChoice substitute = substitutes.get(identifier);
        return Optional.of(substitute == null ? new RuntimeChoice(identifier, identifier, "fake") : substitute);
    }

    @Override
    public List<RuntimeChoice> runtimes() {
        return List.copyOf(substitutes.values());
    }

    @Override
    public Sandbox start(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return launch(spec, listener, false);
    }

    FakeSandbox launch(SandboxSpec spec, SandboxListener listener, boolean woken) throws SandboxException {
        String refused = refusal.getAndSet(null);
        if (refused != null) {
            throw new SandboxException(refused);
        }
        FakeSandbox sandbox = new FakeSandbox(spec, listener, woken, () -> peakMemoryBytes, running::remove);
        running.add(sandbox);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener.serveRuntimeApi(new RuntimeApiSocket.Tcp(anyPort, sandbox::bound));
        tasks.start(spec.id(), () -> sandbox.run(bootstrap));
        return sandbox;
    }

    @Override
    public void close() {
        running.forEach(FakeSandbox::kill);
    }
}
