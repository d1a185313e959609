package dev.hearth.drivers.gvisor;

import dev.hearth.drivers.cgroups.CgroupLimits;
import dev.hearth.drivers.cgroups.SandboxCgroup;
import dev.hearth.drivers.microvm.GuestChannel;
import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.GuestSpec;
import dev.hearth.drivers.network.GuestLink;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.Reach;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** The start of one cell; what was taken is given back in reverse order when a later step fails, or at the end. */
final class CellStart {

    /** How long a cell may take until its bootstrap runs; a quarter of a second on an idle machine. */
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** What gVisor's own kernel needs beside the function, MiB. */
    private static final int KERNEL_MB = 96;
    /** gVisor has threads of its own for each of the function's. */
    private static final int THREADS_FOR_EACH = 4;

    private static final int USER = 993;
    private static final int GROUP = 990;
    private static final String LANG_LIBRARIES = "/var/lang/lib";

    private final GvisorHost host;
    private final SandboxSpec spec;
    private final BootstrapCommand command;
    private final SandboxListener listener;
    private final Deque<Runnable> giveBack = new ArrayDeque<>();
    private final List<Bundle.Bind> binds = new ArrayList<>();

    CellStart(GvisorHost host, SandboxSpec spec, BootstrapCommand command, SandboxListener listener) {
        this.host = host;
        this.spec = spec;
        this.command = command;
        this.listener = listener;
    }

    Sandbox perform() throws IOException, SandboxException {
        GuestChannel channel;
        RunscMachine machine;
        CellEnd end = new CellEnd(listener);
        try {
            Path cell = host.newCell();
            giveBack.push(() -> LeftOvers.removeTree(cell));
            Path sockets = Files.createDirectory(cell.resolve("s"));
            SandboxCgroup cgroup = host.cgroups().create(spec.id(), limits());
            giveBack.push(cgroup::remove);
            channel = GuestChannel.open(
                    sockets.resolve("c"), endpointPort(), GuestChannel.SocketOwner.SAME_USER, host.ports());
            giveBack.push(channel::close);
            Optional<GuestLink> link = link();
            binds.addAll(host.shown());
            binds.add(new Bundle.Bind(sockets, "/run/hearth", true));
            bindFunction(cell);
            bindResolver(cell, link);
            Bundle bundle = new Bundle(host.root(), binds, link.map(GuestLink::namespaceFile));
            Files.writeString(cell.resolve("config.json"), bundle.json());
            machine = RunscMachine.start(host, cell, link.isPresent(), cgroup, this::undo);
            end.of(machine);
        } catch (IOException failed) {
            undo();
            throw failed;
        }
        GuestSandbox sandbox = GuestSandbox.boot(
                new GuestSandbox.Parts(spec.id(), spec.extensions(), channel, machine, end, LIMIT),
                guestSpec(),
                host.ports());
        return new Cell(sandbox, machine, spec.memoryMb());
    }

    private void undo() {
        giveBack.forEach(Runnable::run);
        giveBack.clear();
    }

    private CgroupLimits limits() {
        CgroupLimits function = CgroupLimits.ofMemory(spec.memoryMb());
        return new CgroupLimits(
                function.memoryBytes() + (KERNEL_MB << 20),
                function.cpuQuotaMicros(),
                function.cpuWeightPermille(),
                function.processes() * THREADS_FOR_EACH);
    }

    private Optional<GuestLink> link() throws IOException {
        Reach reach = switch (spec.network()) {
            case SandboxSpec.Network.EndpointOnly(int _) -> Reach.NOTHING;
            case SandboxSpec.Network.Internet(int _) -> Reach.INTERNET;
            case SandboxSpec.Network.Host() -> Reach.HOST;
        };
        if (!reach.out()) {
            return Optional.empty();
        }
        GuestLink link = host.networks()
                .attach(new GuestNetworks.Request(
                        spec.id(), reach, GuestNetworks.Device.VETH, OptionalInt.empty(), spec.wall()));
        giveBack.push(link::close);
        return Optional.of(link);
    }

    private void bindFunction(Path cell) throws IOException {
        binds.add(new Bundle.Bind(spec.taskRoot(), "/var/task", false));
        command.runtime().ifPresent(folder -> binds.add(new Bundle.Bind(folder, "/var/runtime", false)));
        command.lang().ifPresent(folder -> binds.add(new Bundle.Bind(folder, "/var/lang", false)));
        if (spec.layers().size() == 1) {
            binds.add(new Bundle.Bind(spec.layers().getFirst(), "/opt", false));
        } else if (!spec.layers().isEmpty()) {
            Path merged = Files.createDirectory(cell.resolve("opt"));
            Mounts.merged(spec.layers(), merged);
            giveBack.push(() -> unmount(merged));
            binds.add(new Bundle.Bind(merged, "/opt", false));
        }
        bindTmp(cell);
    }

    private void bindTmp(Path cell) throws IOException {
        Path image = cell.resolve("tmp.ext4");
        Files.copy(host.disks().template(spec.ephemeralStorageMb()), image);
        Path tmp = Files.createDirectory(cell.resolve("tmp"));
        Mounts.loop(image, tmp);
        giveBack.push(() -> unmount(tmp));
        Files.setAttribute(tmp, "unix:uid", USER);
        Files.setAttribute(tmp, "unix:gid", GROUP);
        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
        binds.add(new Bundle.Bind(tmp, "/tmp", true));
    }

    private static void unmount(Path at) {
        try {
            Mounts.unmount(at);
        } catch (IOException stays) {
            LoggerFactory.getLogger(CellStart.class).warn("{} stays mounted", at, stays);
        }
    }

    private void bindResolver(Path cell, Optional<GuestLink> link) throws IOException {
        if (link.isPresent()) {
            Path file = cell.resolve("resolv.conf");
            Files.writeString(
                    file,
                    link.get().addresses().nameservers().stream()
                            .map(server -> "nameserver " + server + "\n")
                            .collect(Collectors.joining()));
            binds.add(new Bundle.Bind(file, "/etc/resolv.conf", false));
        }
    }

    /** Hearth's own port, which the environment names. */
    private int endpointPort() {
        return switch (spec.network()) {
            case SandboxSpec.Network.EndpointOnly(int port) -> port;
            case SandboxSpec.Network.Internet(int port) -> port;
            case SandboxSpec.Network.Host() ->
                Math.max(
                        0,
                        URI.create(spec.environment().getOrDefault("AWS_ENDPOINT_URL", ""))
                                .getPort());
        };
    }

    private static String inFront(String path, String first) {
        return path.equals(first) || path.startsWith(first + ":") ? path : first + ":" + path;
    }

    private GuestSpec guestSpec() {
        Map<String, String> environment = new HashMap<>(spec.environment());
        command.lang().ifPresent(_ -> environment.merge("LD_LIBRARY_PATH", LANG_LIBRARIES, CellStart::inFront));
        return new GuestSpec(
                command.entries(),
                command.arguments(),
                environment,
                spec.extensions(),
                "/var/task",
                spec.memoryMb(),
                0,
                List.of(),
                Optional.empty(),
                endpointPort(),
                new GuestSpec.Wake(
                        host.ports().time().instant(), host.ports().randomness().bytes(GuestSpec.Wake.SEED_BYTES)));
    }
}
