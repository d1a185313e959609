package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one microVM is to be made of.
 *
 * @param kernel an uncompressed {@code vmlinux}; not used when it is restored
 * @param initrd unpacked by the kernel into its first root
 * @param drives in the order in which the guest sees them
 * @param network its interface; empty for none
 * @param balloon whether there is one, through which idle memory is given back
 */
record VmPlan(
        String name,
        VmLimits limits,
        Path kernel,
        Optional<Path> initrd,
        String bootArguments,
        List<DrivePlan> drives,
        Optional<NetworkPlan> network,
        boolean balloon) {

    /** The first; all microVMs may have the same, each has a vsock device of its own. */
    static final int GUEST_CID = MachineLimits.LEAST_GUEST_CID;

    /** Where a drive's contents come from. */
    sealed interface Contents {}

    /** A file of the host that is shared by all that use it and never changed. */
    record Shared(Path file) implements Contents {}

    /** A file that is made for this microVM alone. */
    @FunctionalInterface
    interface Maker {
        void make(Path as) throws IOException;
    }

    record Scratch(Maker maker) implements Contents {}

    /**
     * One drive.
     *
     * @param id letters, digits and underscores
     * @param limiter what it may do in a time; empty for as much as the host gives
     */
    record DrivePlan(
            String id, Contents contents, boolean root, boolean readOnly, Optional<ApiWords.RateLimiter> limiter) {

        static DrivePlan shared(String id, Path file, boolean root) {
            return new DrivePlan(id, new Shared(file), root, true, Optional.empty());
        }

        DrivePlan with(Optional<ApiWords.RateLimiter> newLimiter) {
            return new DrivePlan(id, contents, root, readOnly, newLimiter);
        }
    }

    /**
     * The network interface.
     *
     * @param namespace file of the network namespace in which the tap is
     * @param rx what it may receive in a time; empty for as much as the host gives
     * @param tx the same for what it sends
     */
    record NetworkPlan(
            String tap,
            String mac,
            int mtu,
            Optional<Path> namespace,
            Optional<ApiWords.RateLimiter> rx,
            Optional<ApiWords.RateLimiter> tx) {}

    VmPlan {
        drives = List.copyOf(drives);
    }

    VmPlan with(NetworkPlan newNetwork) {
        return new VmPlan(name, limits, kernel, initrd, bootArguments, drives, Optional.of(newNetwork), balloon);
    }

    /** Why Firecracker could not take this, with {@code more} devices; empty when it could. */
    Optional<String> refusal(int more) {
        int devices = config().devices() + more;
        if (devices > MachineLimits.MAX_DEVICES) {
            return Optional.of(devices + " devices; Firecracker allows " + MachineLimits.MAX_DEVICES
                    + " without PCI: use fewer layers");
        }
        if (drives.stream().filter(DrivePlan::root).count() > 1) {
            return Optional.of("more than one root drive");
        }
        return Optional.empty();
    }

    static final String KERNEL = "vmlinux";
    static final String INITRD = "initrd";
    static final String LOG = "log";
    static final String METRICS = "metrics";
    static final String VSOCK = "vsock";
    static final String INTERFACE = "eth0";

    /** The same in Firecracker's words; every path is the name of a file in its working directory. */
    VmConfig config() {
        return new VmConfig(
                new ApiWords.Logger(LOG, ApiWords.LogLevel.WARNING, true, false),
                new ApiWords.Metrics(METRICS),
                new ApiWords.MachineConfig(limits.vcpus(), limits.memoryMib(), false, false),
                new ApiWords.BootSource(
                        KERNEL, bootArguments, initrd.map(_ -> INITRD).orElse(null)),
                drives.stream()
                        .map(drive -> new ApiWords.Drive(
                                drive.id(),
                                drive.root(),
                                drive.readOnly(),
                                drive.id(),
                                drive.limiter().orElse(null)))
                        .toList(),
                network.stream()
                        .map(each -> new ApiWords.NetworkInterface(
                                INTERFACE,
                                each.tap(),
                                each.mac(),
                                each.mtu(),
                                each.rx().orElse(null),
                                each.tx().orElse(null)))
                        .toList(),
                new ApiWords.Vsock(GUEST_CID, VSOCK),
                new ApiWords.Entropy(null),
                balloon ? Optional.of(new ApiWords.Balloon(0, true, 0, true)) : Optional.empty());
    }
}
