package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestMount;
import dev.hearth.drivers.microvm.GuestNetwork;
import dev.hearth.drivers.microvm.GuestRuntimes;
import dev.hearth.drivers.microvm.GuestSpec;
import dev.hearth.drivers.network.GuestAddresses;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.sandbox.ContainerImage;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one sandbox's guest consists of: the drives of its image, runtime, code and layers, and what its init is told.
 */
final class GuestParts {

    private static final String ROOT = "rootfs";
    static final String TMP = "tmp";

    private final SandboxSpec spec;
    private final GuestRuntimes.Command command;
    private final GuestDrives drives;
    private final List<GuestDrives.Lease> leases = new ArrayList<>();
    private final List<VmPlan.DrivePlan> planned = new ArrayList<>();
    private final List<GuestSpec.Drive> mounts = new ArrayList<>();

    GuestParts(SandboxSpec spec, GuestRuntimes.Command command, GuestDrives drives) {
        this.spec = spec;
        this.command = command;
        this.drives = drives;
    }

    /** Makes the drives that are not there yet; blocks meanwhile. */
    void take() throws IOException {
        planned.add(VmPlan.DrivePlan.shared(ROOT, command.image().rootfs(), true));
        for (GuestMount mount : GuestMount.of(command.command(), spec)) {
            GuestDrives.Lease lease = drives.of(mount.folders());
            leases.add(lease);
            planned.add(VmPlan.DrivePlan.shared(mount.name(), lease.file(), false));
            mounts.add(new GuestSpec.Drive(mount.target(), false));
        }
    }

    void giveBack() {
        leases.forEach(GuestDrives.Lease::close);
    }

    /** The drives, {@code /tmp}'s last; that one is made anew for each microVM. */
    List<VmPlan.DrivePlan> drives(VmPlan.Scratch tmp) {
        List<VmPlan.DrivePlan> all = new ArrayList<>(planned);
        all.add(new VmPlan.DrivePlan(TMP, tmp, false, false, Optional.empty()));
        return all;
    }

    GuestSpec guestSpec(Optional<GuestAddresses> addresses, Ports ports) {
        BootstrapCommand bootstrap = command.command();
        List<GuestSpec.Drive> all = new ArrayList<>(mounts);
        all.add(new GuestSpec.Drive("/tmp", true));
        return new GuestSpec(
                bootstrap.entries(),
                bootstrap.arguments(),
                spec.environment(),
                spec.extensions(),
                spec.image().map(ContainerImage::workingFolder).orElse("/var/task"),
                spec.memoryMb(),
                0,
                all,
                addresses.map(GuestNetwork::of),
                endpointPort(spec),
                wake(ports));
    }

    static GuestSpec.Wake wake(Ports ports) {
        return new GuestSpec.Wake(ports.time().instant(), ports.randomness().bytes(GuestSpec.Wake.SEED_BYTES));
    }

    /** Hearth's own port, which the environment names where the network does not. */
    static int endpointPort(SandboxSpec spec) {
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
}
