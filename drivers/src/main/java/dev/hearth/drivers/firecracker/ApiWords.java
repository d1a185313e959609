package dev.hearth.drivers.firecracker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of Firecracker's API, version 1.16.1, as they stand in requests; the same in a configuration file. A
 * component's wire name is its name in snake case; null is left out.
 */
final class ApiWords {

    private ApiWords() {}

    /** A word of the API with a wire form of its own. */
    interface Word {
        String wire();
    }

    /** What {@code PUT /actions} does. */
    enum ActionType implements Word {
        FLUSH_METRICS("FlushMetrics"),
        INSTANCE_START("InstanceStart"),
        SEND_CTRL_ALT_DEL("SendCtrlAltDel");

        private final String wire;

        ActionType(String wire) {
            this.wire = wire;
        }

        @Override
        public String wire() {
            return wire;
        }
    }

    record Action(ActionType actionType) {}

    /** The state to bring a microVM into. */
    enum VmState implements Word {
        PAUSED("Paused"),
        RESUMED("Resumed");

        private final String wire;

        VmState(String wire) {
            this.wire = wire;
        }

        @Override
        public String wire() {
            return wire;
        }
    }

    record Vm(VmState state) {}

    record BootSource(
            String kernelImagePath,
            @Nullable String bootArgs,
            @Nullable String initrdPath) {}

    /**
     * The machine.
     *
     * @param vcpuCount 1 or an even number up to {@link MachineLimits#MAX_VCPUS}
     * @param memSizeMib MiB
     */
    record MachineConfig(int vcpuCount, int memSizeMib, boolean smt, boolean trackDirtyPages) {}

    /** A token bucket. {@code refillTime} is in milliseconds, {@code size} in bytes or operations. */
    record TokenBucket(long size, @Nullable Long oneTimeBurst, long refillTime) {}

    record RateLimiter(
            @Nullable TokenBucket bandwidth, @Nullable TokenBucket ops) {}

    record Drive(
            String driveId,
            boolean isRootDevice,
            boolean isReadOnly,
            String pathOnHost,
            @Nullable RateLimiter rateLimiter) {}

    record PartialDrive(
            String driveId,
            @Nullable String pathOnHost,
            @Nullable RateLimiter rateLimiter) {}

    record NetworkInterface(
            String ifaceId,
            String hostDevName,
            @Nullable String guestMac,
            @Nullable Integer mtu,
            @Nullable RateLimiter rxRateLimiter,
            @Nullable RateLimiter txRateLimiter) {}

    record PartialNetworkInterface(
            String ifaceId,
            @Nullable RateLimiter rxRateLimiter,
            @Nullable RateLimiter txRateLimiter) {}

    record Vsock(int guestCid, String udsPath) {}

    record Entropy(@Nullable RateLimiter rateLimiter) {}

    /** The balloon; {@code statsPollingIntervalS} in seconds, 0 for no statistics. */
    record Balloon(int amountMib, boolean deflateOnOom, int statsPollingIntervalS, boolean freePageReporting) {}

    record BalloonUpdate(int amountMib) {}

    /** How much the log says. */
    enum LogLevel implements Word {
        ERROR("Error"),
        WARNING("Warning"),
        INFO("Info"),
        DEBUG("Debug");

        private final String wire;

        LogLevel(String wire) {
            this.wire = wire;
        }

        @Override
        public String wire() {
            return wire;
        }
    }

    record Logger(String logPath, LogLevel level, boolean showLevel, boolean showLogOrigin) {}

    record Metrics(String metricsPath) {}

    /** How much of the memory a snapshot holds. */
    enum SnapshotType implements Word {
        FULL("Full"),
        /** Developer preview; Hearth does not make them. */
        DIFF("Diff");

        private final String wire;

        SnapshotType(String wire) {
            this.wire = wire;
        }

        @Override
        public String wire() {
            return wire;
        }
    }

    record SnapshotCreate(SnapshotType snapshotType, String snapshotPath, String memFilePath) {}

    /** Who fills the memory of a restored microVM. */
    enum BackendType implements Word {
        FILE("File"),
        UFFD("Uffd");

        private final String wire;

        BackendType(String wire) {
            this.wire = wire;
        }

        @Override
        public String wire() {
            return wire;
        }
    }

    record MemoryBackend(BackendType backendType, String backendPath) {}

    record NetworkOverride(String ifaceId, String hostDevName) {}

    record VsockOverride(String udsPath) {}

    /**
     * How a snapshot is loaded.
     *
     * @param clockRealtime only on x86_64: the guest's clock goes on from now, not from the time of the snapshot
     */
    record SnapshotLoad(
            String snapshotPath,
            MemoryBackend memBackend,
            @Nullable Boolean trackDirtyPages,
            boolean resumeVm,
            @Nullable List<NetworkOverride> networkOverrides,
            @Nullable VsockOverride vsockOverride,
            @Nullable Boolean clockRealtime) {}
}
