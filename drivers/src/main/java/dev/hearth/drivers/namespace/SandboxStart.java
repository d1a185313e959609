package dev.hearth.drivers.namespace;

import dev.hearth.drivers.cgroups.CgroupLimits;
import dev.hearth.drivers.cgroups.SandboxCgroup;
import dev.hearth.drivers.linux.Linux;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The start of one sandbox, step by step; what a step took is put on a list and given back in reverse order when a
 * later step fails, and the same list is worked off when the sandbox ended.
 */
final class SandboxStart {

    private static final int API_PORT = 9001;
    /** Smallest size of {@code /dev/shm}, MiB. */
    private static final int LEAST_SHM_MB = 64;

    /** Where an interpreter that is not the system's finds its own shared library. */
    private static final String LANG_LIBRARIES = "/var/lang/lib";

    private final Host host;
    private final SandboxSpec spec;
    private final SandboxListener listener;
    private final BootstrapCommand command;
    private final Map<String, String> environment;
    private final Deque<Runnable> giveBack = new ArrayDeque<>();
    private int api = -1;

    SandboxStart(Host host, SandboxSpec spec, SandboxListener listener, BootstrapCommand command) {
        this.host = host;
        this.spec = spec;
        this.listener = listener;
        this.command = command;
        this.environment = new HashMap<>(spec.environment());
        command.lang().ifPresent(_ -> environment.merge("LD_LIBRARY_PATH", LANG_LIBRARIES, SandboxStart::inFront));
    }

    Sandbox perform() throws IOException {
        try {
            OptionalInt user = takeUser();
            SandboxCgroup cgroup = makeCgroup();
            OptionalInt hostApi = openHostApi();
            Launch launch = launch(cgroup, user);
            giveBack.push(() -> discard(launch));
            for (int socket : launch.listening()) {
                giveBack.push(() -> closeUnlessServed(socket));
            }
            relayEndpoint(launch);
            return open(
                    new NamespaceSandbox(spec, launch, listener, cgroup),
                    hostApi.orElseGet(() -> launch.listening()[0]));
        } catch (IOException failed) {
            giveBack.forEach(Runnable::run);
            throw failed;
        }
    }

    private OptionalInt takeUser() throws IOException {
        OptionalInt user = host.users().take();
        giveBack.push(() -> host.users().giveBack(user));
        return user;
    }

    private SandboxCgroup makeCgroup() throws IOException {
        SandboxCgroup cgroup = host.cgroups().create(spec.id(), CgroupLimits.ofMemory(spec.memoryMb()));
        giveBack.push(cgroup::remove);
        return cgroup;
    }

    /** In the host's network each sandbox has the Runtime API at a free port, and its environment says which. */
    private OptionalInt openHostApi() throws IOException {
        if (!(spec.network() instanceof SandboxSpec.Network.Host)) {
            return OptionalInt.empty();
        }
        Sockets.Loopback socket = Sockets.listenLoopback();
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + socket.port());
        giveBack.push(() -> closeUnlessServed(socket.descriptor()));
        return OptionalInt.of(socket.descriptor());
    }

    private Launch launch(SandboxCgroup cgroup, OptionalInt user) throws IOException {
        return switch (host.disks().take(spec.ephemeralStorageMb())) {
            case TmpDisks.Choice.Ready(int disk) -> {
                try {
                    yield Launch.perform(
                            host.spawner(), launchSpec(cgroup, user, Optional.empty()), OptionalInt.of(disk));
                } finally {
                    Linux.close(disk);
                }
            }
            case TmpDisks.Choice.Copy(Path template) -> launchWithCopy(cgroup, user, template);
            case TmpDisks.Choice.Memory() -> launchInMemory(cgroup, user);
        };
    }

    private Launch launchWithCopy(SandboxCgroup cgroup, OptionalInt user, Path template) throws IOException {
        try {
            return Launch.perform(host.spawner(), launchSpec(cgroup, user, Optional.of(template)), OptionalInt.empty());
        } catch (Launch.DiskException failed) {
            host.disks().giveUp(failed);
            return launchInMemory(cgroup, user);
        }
    }

    private Launch launchInMemory(SandboxCgroup cgroup, OptionalInt user) throws IOException {
        return Launch.perform(host.spawner(), launchSpec(cgroup, user, Optional.empty()), OptionalInt.empty());
    }

    private LaunchSpec launchSpec(SandboxCgroup cgroup, OptionalInt user, Optional<Path> disk) throws IOException {
        LaunchSpec.Net network = switch (spec.network()) {
            case SandboxSpec.Network.EndpointOnly(int port) -> new LaunchSpec.Net.Loopback(API_PORT, port);
            case SandboxSpec.Network.Host() -> new LaunchSpec.Net.Host();
            case SandboxSpec.Network.Internet(int port) ->
                throw new IOException("give access to the Internet alone: this sandbox has no network of its own");
        };
        return new LaunchSpec(
                cgroup,
                spec.taskRoot(),
                image(),
                spec.layers(),
                spec.extensions(),
                command,
                environment,
                disk,
                spec.ephemeralStorageMb(),
                Math.max(LEAST_SHM_MB, spec.memoryMb() / 2),
                user,
                network);
    }

    private Optional<LaunchSpec.Image> image() throws IOException {
        return spec.image().isEmpty()
                ? Optional.empty()
                : Optional.of(new LaunchSpec.Image(
                        spec.image().get().files().folder(), spec.image().get().workingFolder()));
    }

    private static String inFront(String path, String first) {
        return path.equals(first) || path.startsWith(first + ":") ? path : first + ":" + path;
    }

    /** Once the listener was told of the Runtime API's socket, it is the listener's. */
    private void closeUnlessServed(int socket) {
        if (api != socket) {
            Linux.close(socket);
        }
    }

    private void relayEndpoint(Launch launch) throws IOException {
        if (spec.network() instanceof SandboxSpec.Network.EndpointOnly(int port) && launch.listening().length > 1) {
            EndpointRelay relay = EndpointRelay.start(host.relays(), launch.listening()[1], port);
            giveBack.push(relay::stop);
        }
    }

    /** From here on the sandbox lives; the listener is told of its end. */
    private Sandbox open(NamespaceSandbox sandbox, int apiSocket) throws IOException {
        host.running().add(sandbox);
        api = apiSocket;
        listener.serveRuntimeApi(new RuntimeApiSocket.ListeningDescriptor(api));
        try {
            sandbox.watch(
                    host.sandboxes(), () -> host.ports().tasks().start("sandbox-end-" + spec.id(), () -> end(sandbox)));
        } catch (IOException failed) {
            host.running().remove(sandbox);
            throw failed;
        }
        return sandbox;
    }

    private void end(NamespaceSandbox sandbox) {
        SandboxEnd how = sandbox.finish(host.sandboxes());
        giveBack.forEach(Runnable::run);
        try {
            listener.ended(how);
        } finally {
            host.running().remove(sandbox);
        }
    }

    /** Closing the control socket ends whatever already runs inside. */
    private static void discard(Launch launch) {
        Linux.close(launch.control());
        Linux.close(launch.output());
        Linux.close(launch.process());
    }
}
