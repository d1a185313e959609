package dev.hearth.services.placement;

/**
 * How hosts are compared. Weights are relative to one another; what each multiplies goes from 0 to 1,000.
 *
 * @param memoryPercent how much of a host's memory the limits of its environments may add up to, percent of what it has
 * @param cpuPercent the same for processors
 * @param memoryHeadroomMb MiB that must be measured as free before another environment is started
 * @param startsPerHost environments that a host may start at a time
 * @param comfortablePerHost environments of one function on one host from which on another host is wanted
 * @param slowStartMillis starts that take longer than this, on the average, make a host slow
 * @param exhaustiveUpTo hosts of a fleet that is small enough to compare all of them
 * @param homes hosts that a function always tries first in a larger fleet, so that its code is found there
 * @param choices hosts drawn at random beside them
 * @param weights what is compared
 */
public record PlacementPolicy(
        int memoryPercent,
        int cpuPercent,
        int memoryHeadroomMb,
        int startsPerHost,
        int comfortablePerHost,
        int slowStartMillis,
        int exhaustiveUpTo,
        int homes,
        int choices,
        Weights weights) {

    /** Most hosts that one decision compares, before it looks for just any room. */
    public static final int MAX_COMPARED = 1_024;

    /** Most of memoryPercent and cpuPercent. */
    public static final int MAX_PERCENT = 10_000;

    /**
     * The defaults. Ten times is the oversubscription that Lambda is known to run with in production (Firecracker, NSDI
     * 2020): limits are seldom used up, and what is used is measured and kept below the headroom.
     */
    public static final PlacementPolicy DEFAULTS =
            new PlacementPolicy(1_000, 1_000, 256, 32, 8, 1_000, 32, 4, 8, new Weights(2, 3, 2, 2, 4));

    public PlacementPolicy {
        require(memoryPercent >= 1 && memoryPercent <= MAX_PERCENT, "memoryPercent");
        require(cpuPercent >= 1 && cpuPercent <= MAX_PERCENT, "cpuPercent");
        require(memoryHeadroomMb >= 0, "memoryHeadroomMb");
        require(startsPerHost >= 1, "startsPerHost");
        require(comfortablePerHost >= 1, "comfortablePerHost");
        require(slowStartMillis >= 1, "slowStartMillis");
        require(exhaustiveUpTo >= 0 && exhaustiveUpTo <= MAX_COMPARED, "exhaustiveUpTo");
        require(homes >= 0 && homes <= MAX_COMPARED, "homes");
        require(choices >= 1 && choices <= MAX_COMPARED - homes, "choices");
    }

    /** The same with another idea of slow. */
    public PlacementPolicy withSlowStartMillis(int millis) {
        return new PlacementPolicy(
                memoryPercent,
                cpuPercent,
                memoryHeadroomMb,
                startsPerHost,
                comfortablePerHost,
                millis,
                exhaustiveUpTo,
                homes,
                choices,
                weights);
    }

    /** The same with another oversubscription of processors. */
    public PlacementPolicy withCpuPercent(int percent) {
        return new PlacementPolicy(
                memoryPercent,
                percent,
                memoryHeadroomMb,
                startsPerHost,
                comfortablePerHost,
                slowStartMillis,
                exhaustiveUpTo,
                homes,
                choices,
                weights);
    }

    /**
     * What a host's cost is made of.
     *
     * @param load how full it will be
     * @param crowd how many environments of the same function it has
     * @param code that it does not hold the code
     * @param starting how many environments it is starting
     * @param trouble how slow or unreliable it is
     */
    public record Weights(int load, int crowd, int code, int starting, int trouble) {

        /** Most of one weight, so that costs cannot overflow. */
        public static final int MAX = 1_000;

        public Weights {
            for (int weight : new int[] {load, crowd, code, starting, trouble}) {
                require(weight >= 0 && weight <= MAX, "a weight");
            }
        }
    }

    private static void require(boolean sound, String name) {
        if (!sound) {
            throw new IllegalArgumentException(name + " is out of range");
        }
    }
}
