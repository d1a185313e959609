package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.firecracker.ApiWords.ActionType;
import dev.hearth.drivers.firecracker.ApiWords.BackendType;
import dev.hearth.drivers.firecracker.ApiWords.LogLevel;
import dev.hearth.drivers.firecracker.ApiWords.SnapshotType;
import dev.hearth.drivers.firecracker.ApiWords.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every request that Hearth can make, with every property once set and once left out. */
final class Examples {

    private static final ApiWords.RateLimiter LIMITER = new ApiWords.RateLimiter(
            new ApiWords.TokenBucket(1 << 20, 1L << 24, 100), new ApiWords.TokenBucket(1000, null, 1000));

    private Examples() {}

    static List<Call> calls() {
        List<Call> calls = new ArrayList<>(List.of(
                Call.describe(),
                Call.version(),
                Call.config(),
                Call.machine(),
                Call.balloonStatistics(),
                Call.put(new ApiWords.BootSource("vmlinux", "reboot=k panic=1", "initrd")),
                Call.put(new ApiWords.BootSource("vmlinux", null, null)),
                Call.put(new ApiWords.MachineConfig(1, 128, false, false)),
                Call.put(new ApiWords.MachineConfig(MachineLimits.MAX_VCPUS, 10_240, true, true)),
                Call.put(new ApiWords.Drive("rootfs", true, true, "rootfs", LIMITER)),
                Call.put(new ApiWords.Drive("code", false, true, "code", null)),
                Call.patch(new ApiWords.PartialDrive("code", "code2", LIMITER)),
                Call.patch(new ApiWords.PartialDrive("code", null, null)),
                Call.put(new ApiWords.NetworkInterface("eth0", "tap0", "06:00:ac:10:00:02", 1400, LIMITER, LIMITER)),
                Call.put(new ApiWords.NetworkInterface("eth0", "tap0", null, null, null, null)),
                Call.patch(new ApiWords.PartialNetworkInterface("eth0", LIMITER, LIMITER)),
                Call.patch(new ApiWords.PartialNetworkInterface("eth0", null, null)),
                Call.put(new ApiWords.Vsock(MachineLimits.LEAST_GUEST_CID, "vsock")),
                Call.put(new ApiWords.Entropy(LIMITER)),
                Call.put(new ApiWords.Entropy(null)),
                Call.put(new ApiWords.Balloon(0, true, 1, true)),
                Call.patch(new ApiWords.BalloonUpdate(64)),
                Call.put(new ApiWords.Metrics("metrics")),
                Call.loadSnapshot(new ApiWords.SnapshotLoad(
                        "state",
                        new ApiWords.MemoryBackend(BackendType.FILE, "memory"),
                        true,
                        true,
                        List.of(new ApiWords.NetworkOverride("eth0", "tap9")),
                        new ApiWords.VsockOverride("vsock2"),
                        true)),
                Call.loadSnapshot(new ApiWords.SnapshotLoad(
                        "state",
                        new ApiWords.MemoryBackend(BackendType.UFFD, "handler"),
                        null,
                        false,
                        null,
                        null,
                        null))));
        for (ActionType type : ActionType.values()) {
            calls.add(Call.action(type));
        }
        for (LogLevel level : LogLevel.values()) {
            calls.add(Call.put(new ApiWords.Logger("log", level, true, false)));
        }
        for (VmState state : VmState.values()) {
            calls.add(Call.state(state));
        }
        for (SnapshotType type : SnapshotType.values()) {
            calls.add(Call.createSnapshot(new ApiWords.SnapshotCreate(type, "state", "memory")));
        }
        return calls;
    }

    static VmConfig config() {
        return new VmConfig(
                new ApiWords.Logger("log", LogLevel.WARNING, true, false),
                new ApiWords.Metrics("metrics"),
                new ApiWords.MachineConfig(2, 256, false, false),
                new ApiWords.BootSource("vmlinux", "reboot=k", null),
                List.of(
                        new ApiWords.Drive("rootfs", true, true, "rootfs", null),
                        new ApiWords.Drive("tmp", false, false, "tmp", LIMITER)),
                List.of(new ApiWords.NetworkInterface("eth0", "tap0", "06:00:ac:10:00:02", null, null, null)),
                new ApiWords.Vsock(3, "vsock"),
                new ApiWords.Entropy(null),
                Optional.of(new ApiWords.Balloon(0, true, 0, false)));
    }
}
