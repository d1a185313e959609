package dev.hearth.services.placement;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One worker host as placement sees it: what it has, what is promised of it, and how it has behaved.
 *
 * @param hostId its id
 * @param condition whether it takes environments
 * @param capacity what it has
 * @param used the limits of the environments it runs or starts, added up
 * @param memoryFreeMb MiB that its last report measured as free; with oversubscription less than {@code capacity} less
 *     {@code used} or more
 * @param starting environments that are being started
 * @param environments how many environments of which function, by unqualified ARN
 * @param code SHA-256 digests of the packages it holds
 * @param health how it has behaved
 */
public record WorkerHost(
        String hostId,
        Condition condition,
        Resources capacity,
        Resources used,
        int memoryFreeMb,
        int starting,
        Map<String, Integer> environments,
        Set<String> code,
        Health health) {

    public WorkerHost {
        environments = Map.copyOf(environments);
        code = Set.copyOf(code);
    }

    /** Whether a host takes environments. */
    public enum Condition {
        READY,
        /** It finishes what it runs and takes nothing new. */
        DRAINING,
        /** It does not report. */
        LOST
    }

    /**
     * An amount of a host.
     *
     * @param memoryMb MiB
     * @param cpuMillis thousandths of a processor
     */
    public record Resources(int memoryMb, int cpuMillis) {

        public static final Resources NONE = new Resources(0, 0);

        /**
         * MiB of a function's memory that come with one whole processor (AWS Lambda Developer Guide, "Configure
         * memory").
         */
        public static final int MEMORY_MB_PER_CPU = 1_769;

        /** What an environment of a function with this memory may use: processor in proportion, as in Lambda. */
        public static Resources ofFunction(int memoryMb) {
            return new Resources(memoryMb, Math.ceilDiv(memoryMb * 1_000, MEMORY_MB_PER_CPU));
        }

        Resources less(Resources part) {
            return new Resources(memoryMb - part.memoryMb, cpuMillis - part.cpuMillis);
        }

        Resources plus(Resources more) {
            return new Resources(memoryMb + more.memoryMb, cpuMillis + more.cpuMillis);
        }
    }

    /**
     * How a host has behaved lately; the reporter forgets with time.
     *
     * @param failedStarts environments that it could not start
     * @param flaps times that it was lost and came back
     * @param startMillis how long it takes to start an environment, a moving average; 0 when not known
     */
    public record Health(int failedStarts, int flaps, int startMillis) {

        public static final Health GOOD = new Health(0, 0, 0);
    }

    /** How many environments of {@code functionArn} it has. */
    public int environmentsOf(String functionArn) {
        return environments.getOrDefault(functionArn, 0);
    }

    /** This host as it will be once it starts what was asked for: the fact that follows from being chosen. */
    public WorkerHost starting(PlacementRequest request) {
        Map<String, Integer> more = new HashMap<>(environments);
        more.merge(request.functionArn(), 1, Integer::sum);
        Set<String> held = new HashSet<>(code);
        held.add(request.codeDigest());
        return new WorkerHost(
                hostId,
                condition,
                capacity,
                used.plus(request.resources()),
                memoryFreeMb,
                starting + 1,
                more,
                held,
                health);
    }
}
