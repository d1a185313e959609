package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestChannel;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.GuestMount;
import dev.hearth.drivers.microvm.GuestRuntimes;
import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.GuestSpec;
import dev.hearth.drivers.microvm.SerialHub;
import dev.hearth.drivers.microvm.SnapshotKey;
import dev.hearth.drivers.microvm.SnapshotStore;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.sandbox.ContainerImage;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The start of one machine, step by step; what a step took is put on a list and given back in reverse order when a
 * later step fails, and the same list is worked off when the machine ended.
 */
final class MachineStart {

    /** What the guest's kernel and init need beside the function, MiB. */
    private static final int KERNEL_MB = 96;
    /** Memory that brings one processor, MiB; as Lambda's. */
    private static final int MB_PER_PROCESSOR = 1769;

    private static final int MAX_PROCESSORS = 6;

    /** What runs the guest and in the guest. */
    record Ground(Accelerator accelerator, GuestKernel kernel, GuestRuntimes.Command command, Duration patience) {}

    /** A machine that was started and its guest's channel. */
    private record Begun(QemuMachine machine, GuestChannel channel) {}

    private final QemuHost host;
    private final Ground ground;
    private final SandboxSpec spec;
    private final SandboxListener listener;
    private final Deque<Runnable> giveBack = new ArrayDeque<>();
    private final List<MachinePlan.Drive> drives = new ArrayList<>();
    private final List<GuestSpec.Drive> mounts = new ArrayList<>();
    private MachineNetwork network = Networking.none();

    MachineStart(QemuHost host, Ground ground, SandboxSpec spec, SandboxListener listener) {
        this.host = host;
        this.ground = ground;
        this.spec = spec;
        this.listener = listener;
    }

    /** Boots a machine. */
    GuestSandbox boot() throws IOException, SandboxException {
        MachinePlan.Files files = newMachine();
        Begun begun = begin(files, new MachinePlan.Memory.Own(), Optional.empty());
        return GuestSandbox.boot(parts(begun), guestSpec(), host.ports());
    }

    /** Boots a machine of which a snapshot can be taken. */
    QemuTemplate template(SnapshotStore snapshots, SnapshotKey key) throws IOException, SandboxException {
        MachinePlan.Files files = newMachine();
        Begun begun = begin(files, new MachinePlan.Memory.Shared(files.memory()), Optional.empty());
        GuestSandbox sandbox = GuestSandbox.boot(parts(begun), guestSpec(), host.ports());
        return new QemuTemplate(sandbox, begun.machine(), files, key, snapshots);
    }

    /** Wakes a machine; the snapshot is given back when it ended, and not used again when it does not load. */
    GuestSandbox restore(SnapshotStore.Lease snapshot) throws IOException, SandboxException {
        giveBack.push(snapshot::close);
        MachinePlan.Files files = newMachine();
        Begun begun = begin(
                files, new MachinePlan.Memory.Copied(QemuTemplate.memory(snapshot.folder())), Optional.of(snapshot));
        try {
            begun.machine().load(QemuTemplate.state(snapshot.folder()), files.migration());
        } catch (IOException failed) {
            snapshot.condemn();
            begun.machine().ended().thenRun(this::undo);
            begun.machine().kill();
            throw failed;
        }
        try {
            return GuestSandbox.restore(parts(begun), wake(), network.guest(), host.ports());
        } catch (SandboxException asleep) {
            snapshot.condemn(); // else every other start would wait for it in vain, too
            throw asleep;
        }
    }

    private MachinePlan.Files newMachine() throws IOException {
        try {
            MachinePlan.Files files = host.newMachine();
            giveBack.push(() -> LeftOvers.removeTree(files.folder()));
            return files;
        } catch (IOException failed) {
            undo();
            throw failed;
        }
    }

    private Begun begin(MachinePlan.Files files, MachinePlan.Memory memory, Optional<SnapshotStore.Lease> snapshot)
            throws IOException {
        try {
            addDrives();
            if (snapshot.isPresent()) {
                host.disks().copy(QemuTemplate.scratch(snapshot.get().folder()), files.scratch());
            } else {
                host.disks().make(spec.ephemeralStorageMb(), files.scratch());
            }
            drives.add(new MachinePlan.Drive(files.scratch(), true));
            mounts.add(new GuestSpec.Drive("/tmp", true));
            GuestChannel channel = GuestChannel.open(
                    files.channel(), endpointPort().orElse(0), GuestChannel.SocketOwner.SAME_USER, host.ports());
            giveBack.push(channel::close);
            network = host.networking().attach(spec.id(), spec, giveBack::push);
            SerialHub.GuestLine line = host.hub().listen(files.line(), files.channel());
            giveBack.push(line::close);
            MachinePlan plan = plan(memory, snapshot.isPresent());
            return new Begun(QemuMachine.start(host.programs(), plan, files, this::undo, host.ports()), channel);
        } catch (IOException failed) {
            undo();
            throw failed;
        }
    }

    private GuestSandbox.Parts parts(Begun begun) {
        return new GuestSandbox.Parts(
                spec.id(), spec.extensions(), begun.channel(), begun.machine(), listener, ground.patience());
    }

    private void undo() {
        giveBack.forEach(Runnable::run);
    }

    private void addDrives() throws IOException {
        drives.add(new MachinePlan.Drive(ground.command().image().rootfs(), false));
        for (GuestMount mount : GuestMount.of(ground.command().command(), spec)) {
            GuestDrives.Lease lease = host.drives().of(mount.folders());
            giveBack.push(lease::close);
            drives.add(new MachinePlan.Drive(lease.file(), false));
            mounts.add(new GuestSpec.Drive(mount.target(), false));
        }
    }

    /** Hearth's own port; in the host's network the environment names it. */
    private OptionalInt endpointPort() {
        return switch (spec.network()) {
            case SandboxSpec.Network.EndpointOnly(int port) -> OptionalInt.of(port);
            case SandboxSpec.Network.Internet(int port) -> OptionalInt.of(port);
            case SandboxSpec.Network.Host() -> {
                int port = URI.create(spec.environment().getOrDefault("AWS_ENDPOINT_URL", ""))
                        .getPort();
                yield port > 0 ? OptionalInt.of(port) : OptionalInt.empty();
            }
        };
    }

    static int memoryMb(SandboxSpec spec) {
        return spec.memoryMb() + KERNEL_MB;
    }

    static int processors(SandboxSpec spec) {
        return Math.clamp(Math.ceilDiv(spec.memoryMb(), MB_PER_PROCESSOR), 1, MAX_PROCESSORS);
    }

    private MachinePlan plan(MachinePlan.Memory memory, boolean incoming) throws IOException {
        return new MachinePlan(
                ground.accelerator(),
                ground.kernel().vmlinux(),
                host.initrd(ground.kernel()),
                host.tscKhz(),
                memoryMb(spec),
                processors(spec),
                drives,
                network,
                memory,
                incoming);
    }

    private GuestSpec guestSpec() {
        BootstrapCommand bootstrap = ground.command().command();
        return new GuestSpec(
                bootstrap.entries(),
                bootstrap.arguments(),
                spec.environment(),
                spec.extensions(),
                spec.image().map(ContainerImage::workingFolder).orElse("/var/task"),
                spec.memoryMb(),
                0,
                mounts,
                network.guest(),
                endpointPort().orElse(0),
                wake());
    }

    private GuestSpec.Wake wake() {
        return new GuestSpec.Wake(
                host.ports().time().instant(), host.ports().randomness().bytes(GuestSpec.Wake.SEED_BYTES));
    }
}
