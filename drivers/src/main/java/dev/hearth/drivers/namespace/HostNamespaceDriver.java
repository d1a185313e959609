package dev.hearth.drivers.namespace;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The driver on this host: prepares once, then starts sandboxes and sees them off. */
final class HostNamespaceDriver implements NamespaceDriver {

    private static final int API_PORT = 9001;
    /** How long {@link #close} waits for the sandboxes to end, seconds. */
    private static final int CLOSE_WAIT_SECONDS = 10;

    private final NamespaceOptions options;
    private final Ports ports;
    private final Map<NamespaceSandbox, CountDownLatch> running = new ConcurrentHashMap<>();
    private final ReentrantLock preparing = new ReentrantLock();
    private @Nullable Host host;
    private boolean closed;

    /** What is prepared once. */
    private record Host(Poller poller, Spawner spawner, UserIds users) {}

    HostNamespaceDriver(NamespaceOptions options, Ports ports) {
        this.options = options;
        this.ports = ports;
    }

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public Verdict probe() {
        try {
            host();
            return new Verdict(true, "Linux namespaces work here", List.of());
        } catch (IOException failed) {
            return new Verdict(false, String.valueOf(failed.getMessage()), List.of());
        }
    }

    @Override
    public Optional<RuntimeChoice> runtime(String identifier) {
        return identifier.startsWith("provided")
                ? Optional.of(new RuntimeChoice(identifier, identifier, "the function's own bootstrap"))
                : Optional.empty();
    }

    @Override
    public List<RuntimeChoice> runtimes() {
        return List.of();
    }

    @Override
    public Sandbox start(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        try {
            return start(host(), spec, listener);
        } catch (IOException failed) {
            throw new SandboxException("sandbox " + spec.id() + ": " + failed.getMessage(), failed);
        }
    }

    private Sandbox start(Host here, SandboxSpec spec, SandboxListener listener) throws IOException {
        OptionalInt user = here.users().take();
        SandboxCgroup cgroup = SandboxCgroup.NONE;
        try {
            Map<String, String> environment = new HashMap<>(spec.environment());
            int hostApi = -1;
            LaunchSpec.Net net = switch (spec.network()) {
                case SandboxSpec.Network.EndpointOnly(int port) -> new LaunchSpec.Net.Loopback(API_PORT, port);
                case SandboxSpec.Network.Host() -> new LaunchSpec.Net.Host();
            };
            if (net instanceof LaunchSpec.Net.Host) {
                Sockets.Loopback socket = Sockets.listenLoopback();
                hostApi = socket.descriptor();
                environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + socket.port());
            }
            LaunchSpec launchSpec = new LaunchSpec(
                    cgroup.procsFiles(),
                    spec.taskRoot(),
                    spec.layers(),
                    BootstrapCommand.provided(),
                    environment,
                    null,
                    spec.ephemeralStorageMb(),
                    Math.max(64, spec.memoryMb() / 2),
                    user,
                    net);
            Launch launch = Launch.perform(here.spawner(), launchSpec);
            int api = hostApi >= 0 ? hostApi : launch.listening()[0];
            if (launch.listening().length > 1) {
                Linux.close(launch.listening()[1]);
            }
            NamespaceSandbox sandbox = new NamespaceSandbox(spec.id(), launch, listener, cgroup);
            running.put(sandbox, new CountDownLatch(1));
            listener.serveRuntimeApi(new RuntimeApiSocket.ListeningDescriptor(api));
            sandbox.watch(
                    here.poller(),
                    () -> ports.tasks()
                            .start("sandbox-end-" + spec.id(), () -> end(here, sandbox, listener, cgroup, user)));
            return sandbox;
        } catch (IOException failed) {
            cgroup.remove();
            here.users().giveBack(user);
            throw failed;
        }
    }

    private void end(
            Host here, NamespaceSandbox sandbox, SandboxListener listener, SandboxCgroup cgroup, OptionalInt user) {
        SandboxEnd end = sandbox.finish(here.poller());
        cgroup.remove();
        here.users().giveBack(user);
        try {
            listener.ended(end);
        } finally {
            CountDownLatch gone = running.remove(sandbox);
            if (gone != null) {
                gone.countDown();
            }
        }
    }

    private Host host() throws IOException {
        preparing.lock();
        try {
            if (closed) {
                throw new IOException("the driver is closed");
            }
            if (host == null) {
                Resources.Unpacked unpacked = Resources.unpack(options.stateDir());
                Spawner spawner =
                        new Spawner(unpacked.binary(), options.stateDir().resolve("root"));
                UserIds users = spawner.privileged() ? UserIds.forState(options.stateDir()) : UserIds.own();
                host = new Host(Poller.start("hearth-sandboxes"), spawner, users);
            }
            return host;
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public void close() {
        preparing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            preparing.unlock();
        }
        running.keySet().forEach(NamespaceSandbox::kill);
        running.values().forEach(HostNamespaceDriver::await);
        if (host != null) {
            host.spawner().close();
            host.poller().close();
        }
    }

    private static void await(CountDownLatch gone) {
        try {
            gone.await(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
