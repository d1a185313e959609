package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.microvm.GuestBoot;
import dev.hearth.drivers.microvm.GuestChannel;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.GuestNetwork;
import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.Initrd;
import dev.hearth.drivers.microvm.SnapshotStore;
import dev.hearth.drivers.network.GuestAddresses;
import dev.hearth.drivers.network.GuestLink;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.Reach;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The start of one sandbox: its drives, its microVM and the conversation with its guest, as one list of steps. */
final class SandboxStart {

    /** How long a guest may take until its bootstrap runs: well under a second is usual. */
    static final Duration LIMIT = Duration.ofSeconds(20);
    /**
     * Kernel command line. The modules of the initial RAM disk are needed, so no {@code nomodule}; no serial console,
     * whose output would grow on the host; {@code reboot=k} lets a reboot end Firecracker.
     */
    static final String BOOT_ARGUMENTS = "reboot=k panic=1 quiet loglevel=1 8250.nr_uarts=0 i8042.noaux i8042.nomux"
            + " i8042.dumbkbd swiotlb=noforce random.trust_cpu=on "
            + GuestBoot.words(GuestBoot.Channel.VSOCK, true);

    private final FirecrackerHost here;
    private final GuestNetworks networks;
    private final SandboxSpec spec;
    private final SandboxListener listener;
    private final GuestParts parts;
    private final Steps steps = new Steps();
    private @Nullable GuestAddresses addresses;
    private @Nullable GuestChannel channel;
    private @Nullable MicroVm vm;
    private @Nullable VmPlan plan;

    SandboxStart(
            FirecrackerHost here,
            GuestNetworks networks,
            SandboxSpec spec,
            SandboxListener listener,
            GuestParts parts) {
        this.here = here;
        this.networks = networks;
        this.spec = spec;
        this.listener = listener;
        this.parts = parts;
    }

    /** Returns when the bootstrap runs. */
    GuestSandbox perform(GuestKernel kernel) throws SandboxException {
        MicroVm booted = microVm(kernel, Optional.empty());
        return GuestSandbox.boot(
                parts(booted),
                parts.guestSpec(Optional.ofNullable(addresses), here.vms().ports()),
                here.vms().ports());
    }

    /**
     * Wakes it from a snapshot, which is given back when it ended, and not used again when it does not load.
     *
     * <p>It is loaded standing still: the guest dials the moment it goes on, and Firecracker refuses a port at which
     * nobody listens yet. Its init sets the clock, so Firecracker's own way, which not every host has, is not needed.
     */
    GuestSandbox restore(GuestKernel kernel, SnapshotStore.Lease snapshot) throws SandboxException {
        MicroVm loaded = microVm(kernel, Optional.of(snapshot));
        try {
            return GuestSandbox.restore(
                    parts(loaded),
                    GuestParts.wake(here.vms().ports()),
                    Optional.ofNullable(addresses).map(GuestNetwork::of),
                    here.vms().ports());
        } catch (SandboxException asleep) {
            snapshot.condemn(); // else every other start would wait for it in vain, too
            throw asleep;
        }
    }

    private GuestSandbox.Parts parts(MicroVm of) {
        return new GuestSandbox.Parts(
                spec.id(), spec.extensions(), java.util.Objects.requireNonNull(channel), of, listener, LIMIT);
    }

    /** The microVM that {@link #perform} started. */
    MicroVm machine() {
        return java.util.Objects.requireNonNull(vm);
    }

    /** What it was made of. */
    VmPlan planned() {
        return java.util.Objects.requireNonNull(plan);
    }

    private MicroVm microVm(GuestKernel kernel, Optional<SnapshotStore.Lease> snapshot) throws SandboxException {
        try {
            if (snapshot.isPresent()) {
                steps.forward(List.of(Step.of("hold the snapshot", () -> {}, snapshot.get()::close)));
            }
            steps.forward(List.of(Step.of("take the drives", parts::take, parts::giveBack)));
            Optional<SnapshotFiles> files = Optional.empty();
            if (snapshot.isPresent()) {
                files = Optional.of(SnapshotFiles.ofSandbox(snapshot.get().folder()));
            }
            VmStart start = new VmStart(here.vms(), plan(kernel, files), attachment(), files, steps);
            start.prepare();
            steps.forward(List.of(Step.of("listen for the guest", () -> listen(start), this::hangUp)));
            MicroVm started = start.start();
            vm = started;
            plan = start.plan();
            return started;
        } catch (Steps.Failed failed) {
            if (failed.step().contains(Call.LOAD_PATH)) {
                snapshot.ifPresent(SnapshotStore.Lease::condemn);
            }
            throw new SandboxException(
                    "sandbox " + spec.id() + ": step '" + failed.step() + "' failed: " + failed.getMessage(), failed);
        } catch (IOException unready) {
            steps.undo();
            throw new SandboxException("sandbox " + spec.id() + ": " + unready.getMessage(), unready);
        }
    }

    private VmPlan plan(GuestKernel kernel, Optional<SnapshotFiles> snapshot) throws IOException {
        return new VmPlan(
                spec.id(),
                VmLimits.ofFunction(spec.memoryMb()),
                kernel.vmlinux(),
                Optional.of(Initrd.of(kernel, here.init(), here.vms().options().stateDir())),
                BOOT_ARGUMENTS,
                parts.drives(new VmPlan.Scratch(as -> makeTmp(snapshot, as))).stream()
                        .map(drive -> drive.with(limits().ofDrives()))
                        .toList(),
                Optional.empty(),
                true);
    }

    private void makeTmp(Optional<SnapshotFiles> snapshot, Path as) throws IOException {
        if (snapshot.isPresent()) {
            here.disks().copy(snapshot.get().tmp(), as);
        } else {
            here.disks().make(spec.ephemeralStorageMb(), as);
        }
    }

    private RateLimits limits() {
        return here.vms().options().limits();
    }

    /** A function that reaches nothing but Hearth needs no interface: its endpoint is reached over vsock. */
    private Optional<VmStart.Attachment> attachment() {
        return switch (spec.network()) {
            case SandboxSpec.Network.EndpointOnly _ -> Isolation.nowhere(networks);
            case SandboxSpec.Network.Internet _ -> Optional.of((id, user) -> attach(id, user, Reach.INTERNET));
            case SandboxSpec.Network.Host _ -> Optional.of((id, user) -> attach(id, user, Reach.HOST));
        };
    }

    private VmStart.Link attach(String vmId, OptionalInt user, Reach reach) throws IOException {
        GuestLink link =
                networks.attach(new GuestNetworks.Request(vmId, reach, GuestNetworks.Device.TAP, user, spec.wall()));
        addresses = link.addresses();
        VmPlan.NetworkPlan network = new VmPlan.NetworkPlan(
                link.device(),
                link.addresses().mac(),
                link.addresses().mtu(),
                Optional.of(link.namespaceFile()),
                limits().ofReceived(),
                limits().ofSent());
        return new VmStart.Link(network, link::close);
    }

    /** Before the guest can dial: Firecracker refuses a port at which nobody listens. */
    private void listen(VmStart start) throws IOException {
        channel = GuestChannel.open(
                start.root().resolve(VmPlan.VSOCK),
                GuestParts.endpointPort(spec),
                start::own,
                here.vms().ports());
    }

    private void hangUp() {
        GuestChannel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
