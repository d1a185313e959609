package dev.hearth.bench;

import dev.hearth.simulation.InvariantBroken;
import dev.hearth.simulation.Scenario;
import dev.hearth.simulation.Simulation;
import dev.hearth.simulation.SimulationResult;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The simulation for as long as one likes, or until so many invocations were simulated: seed after seed, on one
 * thread. It measures how much it simulates in a second of real time, and ends at the first invariant that is broken.
 */
final class SimulationBench {

    static final String NAME = "simulation";

    private static final long SECONDS = 30;
    private static final long QUICK_SECONDS = 5;
    private static final long MAX_SECONDS = 10_000_000;
    private static final long FIRST_SEED = 1;
    private static final double GOAL_PER_SECOND = 100_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long MAX_INVOCATIONS = 1_000_000_000_000L;
    private static final long PROGRESS_SECONDS = 60;

    private static final Logger ROOMS = Logger.getLogger("dev.hearth.services");

    /** Between two looks at the real clock. */
    private static final long EVENTS_PER_SLICE = 20_000;

    /** What all runs together did. */
    private static final class Sum {
        private long runs;
        private long invocations;
        private long acceptedEvents;
        private long eventRuns;
        private long messages;
        private long events;
        private long environments;
        private double virtualSeconds;

        long simulated() {
            return invocations + eventRuns;
        }

        void add(SimulationResult result) {
            runs++;
            invocations += result.invocations();
            events += result.events();
            acceptedEvents += result.accepted();
            eventRuns += result.eventRuns();
            messages += result.messagesOver();
            environments += result.environments();
            virtualSeconds += result.virtualTime().toMillis() / 1e3;
        }
    }

    private SimulationBench() {}

    static Report run(Arguments arguments) {
        long invocations = arguments.number(Arguments.INVOCATIONS, MAX_INVOCATIONS);
        boolean counted = invocations < MAX_INVOCATIONS;
        long seconds = arguments.number(
                Arguments.SECONDS, counted ? MAX_SECONDS : arguments.quick() ? QUICK_SECONDS : SECONDS);
        long hosts = arguments.number(Arguments.HOSTS, Scenario.HOSTS);
        if (seconds < 1 || seconds > MAX_SECONDS || hosts < 1 || hosts > Scenario.MAX_HOSTS) {
            throw new BenchException("--seconds is 1 to " + MAX_SECONDS + ", --hosts 1 to " + Scenario.MAX_HOSTS);
        }
        if (invocations < 1 || invocations > MAX_INVOCATIONS) {
            throw new BenchException("--invocations is 1 to " + MAX_INVOCATIONS);
        }
        try {
            return measure(arguments.number(Arguments.SEED, FIRST_SEED), (int) hosts, seconds, invocations);
        } catch (InvariantBroken broken) {
            throw new BenchException(broken.getMessage());
        }
    }

    private static Report measure(long firstSeed, int hosts, long seconds, long invocations) {
        // What the rooms say of faults that are simulated is of no use to anybody.
        ROOMS.setLevel(Level.OFF);
        Sum sum = new Sum();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * NANOS_PER_SECOND);
        long told = 0;
        for (long seed = firstSeed; System.nanoTime() - end < 0 && sum.simulated() < invocations; seed++) {
            sum.add(simulate(Scenario.of(seed, hosts, Scenario.INVOCATIONS), end));
            long passed = (long) ((System.nanoTime() - begin) / NANOS_PER_SECOND);
            if (passed >= told + PROGRESS_SECONDS) {
                told = passed;
                Stage.progress(NAME, sum.simulated() + " invocations, " + sum.runs + " seeds, after " + passed + " s");
            }
        }
        double took = (System.nanoTime() - begin) / NANOS_PER_SECOND;
        double perSecond = sum.simulated() / took;
        return new Report(
                NAME,
                List.of(
                        Row.beside(
                                        "simulated invocations",
                                        perSecond,
                                        "/s",
                                        GOAL_PER_SECOND,
                                        perSecond / GOAL_PER_SECOND)
                                .withGoal(1),
                        Row.plain("for each second of a processor", sum.simulated() / processorSeconds(), "/s"),
                        Row.plain("of these, invocations with events", sum.eventRuns / took, "/s"),
                        Row.plain("steps, all invariants checked after each", sum.events / took, "/s"),
                        Row.plain("seeds, from " + firstSeed, sum.runs, "runs"),
                        Row.plain("worker hosts in each", hosts, "hosts"),
                        Row.plain("invocations in all", sum.invocations, "invocations"),
                        Row.plain("events accepted in all", sum.acceptedEvents, "events"),
                        Row.plain("messages of groups in all", sum.messages, "messages"),
                        Row.plain("environments started", sum.environments, "environments"),
                        Row.plain("virtual time under load", sum.virtualSeconds, "s"),
                        Row.plain("invariants broken", 0, "")));
    }

    /**
     * All of this process: its compiler and collector too. A machine that is shared says more by it than by the clock.
     */
    private static double processorSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ofSeconds(1))
                        .toMillis()
                / 1e3;
    }

    /** The last run is cut off when the time is over, and counts as far as it came. */
    private static SimulationResult simulate(Scenario scenario, long endNanos) {
        Simulation simulation = Simulation.of(scenario);
        boolean more = true;
        while (more && System.nanoTime() - endNanos < 0) {
            more = simulation.run(EVENTS_PER_SLICE);
        }
        return simulation.result();
    }
}
