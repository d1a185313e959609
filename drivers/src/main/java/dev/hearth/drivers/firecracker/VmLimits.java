package dev.hearth.drivers.firecracker;

import java.util.ArrayList;
import java.util.List;

/**
 * What the host grants one microVM.
 *
 * @param memoryMib the guest's memory, MiB
 * @param vcpus its processors
 */
record VmLimits(int memoryMib, int vcpus) {

    /** Memory that buys one processor, as on Lambda, MiB. */
    static final int MIB_PER_PROCESSOR = 1_769;
    /** What the guest's kernel and init need beside the function. */
    private static final int KERNEL_MIB = 96;
    /** Beside the guest's memory: Firecracker itself, KVM's tables, buffers of its drives; MiB. */
    private static final int LEAST_OVERHEAD_MIB = 48;

    private static final int OVERHEAD_FRACTION = 16;
    /** Threads: one for each processor, the API's, the devices', and some in reserve. */
    private static final int MAX_THREADS = 64;
    /** Files that Firecracker writes beside a snapshot: its log and metrics; MiB. */
    private static final int FILES_MIB = 64;

    private static final int PERIOD_MICROS = 100_000;
    private static final int WEIGHT_OF_ONE = 100;
    private static final int SHARES_OF_ONE = 1_024;
    private static final long MIB = 1 << 20;

    /** One processor, or an even number that is not below the share that the memory buys. */
    static VmLimits ofMemory(int memoryMib) {
        int share = (memoryMib + MIB_PER_PROCESSOR - 1) / MIB_PER_PROCESSOR;
        int vcpus = share <= 1 ? 1 : share + share % 2;
        return new VmLimits(memoryMib, Math.min(vcpus, MachineLimits.MAX_VCPUS));
    }

    /** What a function of {@code functionMib} MiB needs: its guest's kernel and init come on top. */
    static VmLimits ofFunction(int functionMib) {
        return new VmLimits(functionMib + KERNEL_MIB, ofMemory(functionMib).vcpus());
    }

    long memoryBytes() {
        return (memoryMib + Math.max(LEAST_OVERHEAD_MIB, memoryMib / OVERHEAD_FRACTION)) * MIB;
    }

    /** Largest file: a snapshot's memory file. Beyond it Firecracker gets SIGXFSZ. */
    long fileBytes() {
        return (memoryMib + FILES_MIB) * MIB;
    }

    /** At least one whole processor: Lambda holds a small function to less, see docs/adr/0003. */
    private long quotaMicros() {
        return Math.max(PERIOD_MICROS, (long) PERIOD_MICROS * memoryMib / MIB_PER_PROCESSOR);
    }

    private long scaled(int one, int least) {
        return Math.max(least, (long) one * memoryMib / MIB_PER_PROCESSOR);
    }

    /**
     * The jailer's {@code --cgroup} values, {@code file=value}.
     *
     * @param swap whether the kernel accounts for swap, so that it can be forbidden
     */
    List<String> cgroupFiles(int version, boolean swap) {
        List<String> files = new ArrayList<>();
        if (version == 2) {
            files.add("memory.max=" + memoryBytes());
            if (swap) {
                files.add("memory.swap.max=0");
            }
            files.add("memory.oom.group=1");
            files.add("cpu.max=" + quotaMicros() + " " + PERIOD_MICROS);
            files.add("cpu.weight=" + scaled(WEIGHT_OF_ONE, 1));
        } else {
            files.add("memory.limit_in_bytes=" + memoryBytes());
            if (swap) {
                files.add("memory.memsw.limit_in_bytes=" + memoryBytes());
            }
            files.add("cpu.cfs_period_us=" + PERIOD_MICROS);
            files.add("cpu.cfs_quota_us=" + quotaMicros());
            files.add("cpu.shares=" + scaled(SHARES_OF_ONE, 2));
        }
        files.add("pids.max=" + MAX_THREADS);
        return files;
    }
}
