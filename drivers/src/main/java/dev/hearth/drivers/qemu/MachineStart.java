package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestChannel;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.GuestNetwork;
import dev.hearth.drivers.microvm.GuestRuntimes;
import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.GuestSpec;
import dev.hearth.drivers.microvm.SerialHub;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The start of one machine, step by step; what a step took is put on a list and given back in reverse order when a later
 * step fails, and the same list is worked off when the machine ended.
 */
final class MachineStart {

    /** How long a guest may take until its bootstrap runs; seconds, but an emulated one on a busy host takes longer. */
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** What the guest's kernel and init need beside the function, MiB. */
    private static final int KERNEL_MB = 96;
    /** Memory that brings one processor, MiB; as Lambda's. */
    private static final int MB_PER_PROCESSOR = 1769;

    private static final int MAX_PROCESSORS = 6;

    /** What QEMU's own network gives its first guest. */
    private static final GuestNetwork USER_NETWORK = new GuestNetwork("10.0.2.15", 24, "10.0.2.2", List.of("10.0.2.3"));

    private final QemuHost host;
    private final Accelerator accelerator;
    private final GuestKernel kernel;
    private final SandboxSpec spec;
    private final GuestRuntimes.Command command;
    private final SandboxListener listener;
    private final Deque<Runnable> giveBack = new ArrayDeque<>();
    private final List<MachinePlan.Drive> drives = new ArrayList<>();
    private final List<GuestSpec.Drive> mounts = new ArrayList<>();

    MachineStart(
            QemuHost host,
            Accelerator accelerator,
            GuestKernel kernel,
            SandboxSpec spec,
            GuestRuntimes.Command command,
            SandboxListener listener) {
        this.host = host;
        this.accelerator = accelerator;
        this.kernel = kernel;
        this.spec = spec;
        this.command = command;
        this.listener = listener;
    }

    GuestSandbox perform() throws IOException, SandboxException {
        GuestChannel channel;
        QemuMachine machine;
        try {
            MachinePlan.Files files = host.newMachine();
            giveBack.push(() -> LeftOvers.removeTree(files.folder()));
            addDrives(files);
            channel = GuestChannel.open(
                    files.channel(), endpointPort(), GuestChannel.SocketOwner.SAME_USER, host.ports());
            giveBack.push(channel::close);
            SerialHub.GuestLine line = host.hub().listen(files.line(), files.channel());
            giveBack.push(line::close);
            machine = QemuMachine.start(host.programs(), plan(), files, this::undo, host.ports());
        } catch (IOException failed) {
            undo();
            throw failed;
        }
        return GuestSandbox.boot(
                new GuestSandbox.Parts(spec.id(), spec.extensions(), channel, machine, listener, LIMIT),
                guestSpec(),
                host.ports());
    }

    private void undo() {
        giveBack.forEach(Runnable::run);
    }

    private void addDrives(MachinePlan.Files files) throws IOException {
        drives.add(new MachinePlan.Drive(command.image().rootfs(), false));
        Optional<Path> runtime = command.command().runtime();
        if (runtime.isPresent()) {
            addDrive(List.of(runtime.get()), "/var/runtime");
        }
        addDrive(List.of(spec.taskRoot()), "/var/task");
        if (!spec.layers().isEmpty()) {
            addDrive(spec.layers(), "/opt");
        }
        Path disk = files.folder().resolve("tmp.ext4");
        host.disks().make(spec.ephemeralStorageMb(), disk);
        drives.add(new MachinePlan.Drive(disk, true));
        mounts.add(new GuestSpec.Drive("/tmp", true));
    }

    private void addDrive(List<Path> folders, String target) throws IOException {
        GuestDrives.Lease lease = host.drives().of(folders);
        giveBack.push(lease::close);
        drives.add(new MachinePlan.Drive(lease.file(), false));
        mounts.add(new GuestSpec.Drive(target, false));
    }

    private boolean outside() {
        return spec.network() instanceof SandboxSpec.Network.Host;
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

    private MachinePlan plan() throws IOException {
        int processors = Math.clamp(Math.ceilDiv(spec.memoryMb(), MB_PER_PROCESSOR), 1, MAX_PROCESSORS);
        return new MachinePlan(
                accelerator,
                kernel.vmlinux(),
                host.initrd(kernel),
                host.tscKhz(),
                spec.memoryMb() + KERNEL_MB,
                processors,
                drives,
                outside(),
                new MachinePlan.Memory.Own(),
                false);
    }

    private GuestSpec guestSpec() {
        BootstrapCommand bootstrap = command.command();
        return new GuestSpec(
                bootstrap.entries(),
                bootstrap.arguments(),
                spec.environment(),
                spec.extensions(),
                "/var/task",
                spec.memoryMb(),
                0,
                mounts,
                outside() ? Optional.of(USER_NETWORK) : Optional.empty(),
                endpointPort(),
                new GuestSpec.Wake(
                        host.ports().time().instant(), host.ports().randomness().bytes(GuestSpec.Wake.SEED_BYTES)));
    }
}
