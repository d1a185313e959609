package dev.hearth.drivers.namespace;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one sandbox may use, and how that is written into control files.
 *
 * @param memoryBytes memory, everything together
 * @param cpuQuotaMicros processor time in each {@link #CPU_PERIOD_MICROS}
 * @param processes processes and threads
 */
record CgroupLimits(long memoryBytes, long cpuQuotaMicros, int processes) {

    /** Period of the processor quota, microseconds; short, so that a throttled function waits little at a time. */
    static final long CPU_PERIOD_MICROS = 20_000;
    /** Memory that brings one processor, MiB: Lambda's documented figure. */
    static final long MEMORY_OF_ONE_CPU_MB = 1_769;
    /** Processors during the init phase, whatever the memory: Lambda lends more then, too. */
    static final long INIT_CPUS = 2;
    /** Processes and threads together: Lambda's documented limit. */
    static final int PROCESSES = 1_024;
    /** The smallest quota that the kernel takes, microseconds. */
    private static final long LEAST_QUOTA_MICROS = 1_000;

    static CgroupLimits ofMemory(int memoryMb) {
        long quota = memoryMb * CPU_PERIOD_MICROS / MEMORY_OF_ONE_CPU_MB;
        return new CgroupLimits(memoryMb * 1024L * 1024L, Math.max(LEAST_QUOTA_MICROS, quota), PROCESSES);
    }

    long initQuotaMicros() {
        return Math.max(cpuQuotaMicros, INIT_CPUS * CPU_PERIOD_MICROS);
    }

    /** Control files of a controller and their values, in the order to write them; not every kernel has every file. */
    Map<String, String> files(String controller, boolean unified) {
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
            case "cpu" -> files.putAll(cpuFiles(initQuotaMicros(), unified));
            case "pids" -> files.put("pids.max", Integer.toString(processes));
            default -> throw new IllegalArgumentException(controller);
        }
        return files;
    }

    static Map<String, String> cpuFiles(long quotaMicros, boolean unified) {
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
    static String mainFile(String controller, boolean unified) {
        return switch (controller) {
            case "memory" -> unified ? "memory.max" : "memory.limit_in_bytes";
            case "cpu" -> unified ? "cpu.max" : "cpu.cfs_quota_us";
            case "pids" -> "pids.max";
            default -> throw new IllegalArgumentException(controller);
        };
    }
}
