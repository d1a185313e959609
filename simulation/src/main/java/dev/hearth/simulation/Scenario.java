package dev.hearth.simulation;

import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.placement.PlacementPolicy;
import java.time.Duration;

/**
 * All numbers of one simulated cluster, its load and its bad days. Two simulations of the same scenario are the same.
 *
 * @param seed where all chance comes from
 * @param hosts worker hosts at the start
 * @param invocations how many arrive before the load ends; nothing else depends on it
 * @param cluster what there is
 * @param traffic what arrives
 * @param faults what goes wrong
 * @param changes what the users change
 * @param asynchrony events, queues and pollers, and what goes wrong with them
 */
public record Scenario(
        long seed,
        int hosts,
        long invocations,
        Cluster cluster,
        Traffic traffic,
        Faults faults,
        Changes changes,
        Asynchrony asynchrony) {

    /** Worker hosts that a cluster has unless another number is asked for. */
    public static final int HOSTS = 1_000;

    /** Most worker hosts. */
    public static final int MAX_HOSTS = 100_000;

    /** Invocations of one run unless another number is asked for. */
    public static final long INVOCATIONS = 300_000;

    private static final int PLENTY_MB = 65_536;

    public Scenario {
        if (hosts < 1 || hosts > MAX_HOSTS || invocations < 1) {
            throw new IllegalArgumentException("a simulation has 1 to " + MAX_HOSTS + " hosts and some invocations");
        }
    }

    /**
     * The cluster.
     *
     * @param hostMemoryMb what a host has, MiB
     * @param hostCpuMillis what a host has, thousandths of a processor
     * @param functions functions at the start, each with a version and an alias
     * @param frontends processes that invocations come to
     * @param remote whether messages between frontends and hosts take time
     */
    public record Cluster(
            int hostMemoryMb,
            int hostCpuMillis,
            int functions,
            int frontends,
            boolean remote,
            CountingLimits counting,
            AssignmentLimits assignment,
            PlacementPolicy placement) {}

    /**
     * The load.
     *
     * @param poissonPerSecond independent invocations of functions of very different popularity
     * @param secondsPerBurst mean time between bursts of one function
     * @param burstSize most invocations of a burst
     * @param traceCopies how many copies of the trace run beside one another, 0 for none
     * @param traceSpeed how much faster than life it runs
     * @param runMillis median run time of a function
     */
    public record Traffic(
            double poissonPerSecond,
            double secondsPerBurst,
            int burstSize,
            int traceCopies,
            int traceSpeed,
            double runMillis) {}

    /**
     * What goes wrong. Times are means in seconds for the whole cluster, 0 for never; chances are of one.
     *
     * @param environmentDies an environment dies, busy or idle
     * @param hostDies a host dies at once
     * @param hostDrains a host is taken out in good order
     * @param hostSilent a host is not heard for a while, and may be taken for lost
     * @param frontendDies a frontend dies with all it was about
     * @param frontendPauses a frontend stands still for longer than its lease
     * @param startRefused chance that a host cannot make a sandbox
     * @param initFails chance that a function's init fails
     * @param diesYoung chance that an environment dies before its start is reported
     * @param newsLate chance that the news of an environment's end comes late
     * @param newsTwice chance that it comes twice
     * @param newsNever chance that it does not come before somebody asks
     * @param reportLate chance that a host's report is an old one
     * @param functionFails chance that an invocation crashes its environment or exceeds its timeout
     */
    public record Faults(
            double environmentDies,
            double hostDies,
            double hostDrains,
            double hostSilent,
            double frontendDies,
            double frontendPauses,
            double startRefused,
            double initFails,
            double diesYoung,
            double newsLate,
            double newsTwice,
            double newsNever,
            double reportLate,
            double functionFails) {

        /** A cluster in which nothing goes wrong. */
        public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * What users change. Times are means in seconds for the whole account, 0 for never.
     *
     * @param code a function's code is updated
     * @param publish a version is published and the alias moved to it
     * @param reserved reserved concurrency is set or taken back
     * @param provisioned provisioned concurrency is set or taken back
     * @param delete a function is deleted, and created again later
     */
    public record Changes(double code, double publish, double reserved, double provisioned, double delete) {

        /** An account in which nothing changes. */
        public static final Changes NONE = new Changes(0, 0, 0, 0, 0);
    }

    /**
     * Events. Times are means in seconds, 0 for never; chances are of one.
     *
     * @param processes that accept and poll, over one store; 0 for no events at all
     * @param eventsPerSecond independent events of functions of very different popularity
     * @param secondsPerFlood between floods of one function's events
     * @param floodSize most events of a flood
     * @param sources queues with message groups, each with a poller
     * @param messagesPerSecond into each of them
     * @param processDies a process dies with all that it knows, and starts again
     * @param staysDead chance that it does not start again, unless it is the last
     * @param processPauses a process stands still
     * @param pauseSeconds for how long
     * @param clockJumps a process's wall clock is set to another wrong time
     * @param skewSeconds by how much it is wrong at most
     * @param storeDown the store is not there for a while
     * @param requestLost chance that a call does not reach the store
     * @param answerLost chance that an answer is lost after the commit, or that its process stands still before it
     *     comes
     * @param targetRefuses chance that a destination does not take a message now
     */
    public record Asynchrony(
            int processes,
            double eventsPerSecond,
            double secondsPerFlood,
            int floodSize,
            int sources,
            double messagesPerSecond,
            double processDies,
            double staysDead,
            double processPauses,
            double pauseSeconds,
            double clockJumps,
            double skewSeconds,
            double storeDown,
            double requestLost,
            double answerLost,
            double targetRefuses) {

        /** No events. */
        public static final Asynchrony NONE = new Asynchrony(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        private static final double NANOS_PER_SECOND = 1e9;

        long skewNanos() {
            return (long) (skewSeconds * NANOS_PER_SECOND);
        }

        double pauseNanos() {
            return pauseSeconds * NANOS_PER_SECOND;
        }
    }

    /** The scenario of a seed: one of very many, from quiet to terrible. */
    public static Scenario of(long seed, int hosts, long invocations) {
        return ScenarioDice.draw(seed, hosts, invocations);
    }

    /** The same with other faults. */
    public Scenario with(Faults others) {
        return new Scenario(seed, hosts, invocations, cluster, traffic, others, changes, asynchrony);
    }

    /** The same where nothing is changed, or something else. */
    public Scenario with(Changes others) {
        return new Scenario(seed, hosts, invocations, cluster, traffic, faults, others, asynchrony);
    }

    /** The same with other events, or none. */
    public Scenario with(Asynchrony others) {
        return new Scenario(seed, hosts, invocations, cluster, traffic, faults, changes, others);
    }

    /** The same with more of everything than is ever needed. */
    public Scenario withPlenty() {
        CountingLimits counting = new CountingLimits(
                CountingLimits.MAX_CONCURRENT_EXECUTIONS,
                CountingLimits.MAX_RATE,
                Duration.ofSeconds(10),
                0,
                0,
                cluster.counting().holderLease());
        Cluster plenty = new Cluster(
                Math.max(cluster.hostMemoryMb(), PLENTY_MB),
                Math.max(cluster.hostCpuMillis(), PLENTY_MB),
                cluster.functions(),
                cluster.frontends(),
                cluster.remote(),
                counting,
                cluster.assignment(),
                PlacementPolicy.DEFAULTS);
        return new Scenario(seed, hosts, invocations, plenty, traffic, faults, changes, asynchrony);
    }

    /** What to type to see this seed's run again. */
    String command() {
        return "./hearth bench simulation --seed " + seed + " --hosts " + hosts;
    }
}
