package dev.hearth.drivers.cgroups;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one sandbox may use, and how that is written into control files.
 *
 * @param memoryBytes memory, everything together
 * <p>Processor time differs from Lambda on purpose. Lambda gives a small function a hard fraction of a processor,
 * because its hosts are always full; here the hosts are people's own and mostly idle. So the hard limit never goes
 * below one whole processor, and the fraction that memory buys is a weight, which counts when several functions want
 * the same processor.
 *
 * @param memoryBytes memory, everything together
 * @param cpuQuotaMicros processor time in each {@link #CPU_PERIOD_MICROS}
 * @param cpuWeightPermille what the sandbox gets beside others, in thousandths of one that has a whole processor's
 *     memory
 * @param processes processes and threads
 */
public record CgroupLimits(long memoryBytes, long cpuQuotaMicros, long cpuWeightPermille, int processes) {

    /** Period of the processor quota, microseconds; short, so that a throttled function waits little at a time. */
    public static final long CPU_PERIOD_MICROS = 20_000;
    /** Memory that brings one processor, MiB: Lambda's documented figure. */
    public static final long MEMORY_OF_ONE_CPU_MB = 1_769;
    /** Processors during the init phase, whatever the memory: Lambda lends more then, too. */
    public static final long INIT_CPUS = 2;
    /** Processes and threads together: Lambda's documented limit. */
    public static final int PROCESSES = 1_024;
    /** {@code cpu.shares} of a group that nobody changed, which stands for one processor's memory. */
    private static final long DEFAULT_SHARES = 1_024;
    /** {@code cpu.weight} of a group that nobody changed, likewise. */
    private static final long DEFAULT_WEIGHT = 100;

    /** How many ordinary processes all functions together weigh when the machine is busy with other work, too. */
    private static final long WEIGHT_OF_ALL = 16;

    public static long weightOfAll(boolean unified) {
        return WEIGHT_OF_ALL * (unified ? DEFAULT_WEIGHT : DEFAULT_SHARES);
    }

    public static CgroupLimits ofMemory(int memoryMb) {
        long quota = memoryMb * CPU_PERIOD_MICROS / MEMORY_OF_ONE_CPU_MB;
        long weight = Math.max(1, memoryMb * 1_000L / MEMORY_OF_ONE_CPU_MB);
        return new CgroupLimits(memoryMb * 1024L * 1024L, Math.max(CPU_PERIOD_MICROS, quota), weight, PROCESSES);
    }

    public long initQuotaMicros() {
        return Math.max(cpuQuotaMicros, INIT_CPUS * CPU_PERIOD_MICROS);
    }

    /** Control files of a controller and their values, in the order to write them; not every kernel has every file. */
    public Map<String, String> files(String controller, boolean unified) {
        Map<String, String> files = new LinkedHashMap<>();
        switch (controller) {
            case "memory" -> {
                files.put(unified ? "memory.max" : "memory.limit_in_bytes", Long.toString(memoryBytes));
                if (unified) {
                    files.put("memory.swap.max", "0");
                } else {
                    files.put("memory.memsw.limit_in_bytes", Long.toString(memoryBytes));
                }
            }
            case "cpu" -> {
                files.putAll(cpuFiles(initQuotaMicros(), unified));
                files.put(unified ? "cpu.weight" : "cpu.shares", Long.toString(weight(unified)));
            }
            case "pids" -> files.put("pids.max", Integer.toString(processes));
            default -> throw new IllegalArgumentException(controller);
        }
        return files;
    }

    /** At least 1 and 2, the smallest that the kernel takes. */
    private long weight(boolean unified) {
        return unified
                ? Math.max(1, cpuWeightPermille * DEFAULT_WEIGHT / 1_000)
                : Math.max(2, cpuWeightPermille * DEFAULT_SHARES / 1_000);
    }

    public static Map<String, String> cpuFiles(long quotaMicros, boolean unified) {
        Map<String, String> files = new LinkedHashMap<>();
        if (unified) {
            files.put("cpu.max", quotaMicros + " " + CPU_PERIOD_MICROS);
        } else {
            files.put("cpu.cfs_period_us", Long.toString(CPU_PERIOD_MICROS));
            files.put("cpu.cfs_quota_us", Long.toString(quotaMicros));
        }
        return files;
    }

    /** The file that must be there; the others are a bonus. */
    public static String mainFile(String controller, boolean unified) {
        return switch (controller) {
            case "memory" -> unified ? "memory.max" : "memory.limit_in_bytes";
            case "cpu" -> unified ? "cpu.max" : "cpu.cfs_quota_us";
            case "pids" -> "pids.max";
            default -> throw new IllegalArgumentException(controller);
        };
    }
}
