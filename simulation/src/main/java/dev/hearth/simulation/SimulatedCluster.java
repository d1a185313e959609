package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.pollerfleet.EventRules;
import dev.hearth.simulation.Scenario.Traffic;
import dev.hearth.simulation.SimulatedInvocation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A simulated cluster, put together; it runs the load, then waits for rest, then closes. */
final class SimulatedCluster implements Simulation {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double TENANTS_CHANCE = 0.1;
    private static final int[] MEMORY_MB = {128, 128, 128, 256, 256, 512, 1_024, 1_769, 3_008};
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);

    /** Longest time between two looks at who waits too long, or at what is idle too long, and time to spare. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration SWEEPS = Duration.ofMinutes(3);
    private static final long FOREVER_NANOS = Duration.ofDays(1).toNanos();

    /** How far a run is. */
    private enum Stretch {
        LOAD,
        COMING_TO_REST,
        IDLE,
        CLOSED,
        OVER
    }

    private final World world;
    private final Scenario scenario;
    private final CheckedCounting counting;
    private final Placement placement;
    private final Assignment assignment;
    private final InvocationLedger invocations;
    private final EnvironmentLedger environments;
    private final SimulatedFleet fleet;
    private final List<SimulatedFunction> functions = new ArrayList<>();
    private final List<SimulatedFrontend> frontends = new ArrayList<>();
    private final Arrivals arrivals;
    private final Users users;
    private final Audit audit;
    private final EventSide eventSide;
    private Stretch stretch = Stretch.LOAD;
    private long restNanos;
    private long loadNanos;

    SimulatedCluster(Scenario scenario, Wiring wiring) {
        this.scenario = scenario;
        world = new World(scenario);
        Scenario.Cluster numbers = scenario.cluster();
        Counting real = wiring.counting(Counting.create(numbers.counting(), world.ports()));
        counting = new CheckedCounting(real, numbers.counting(), world);
        placement = wiring.placement(Placement.create(numbers.placement(), world.ports()));
        environments = new EnvironmentLedger(world, numbers.placement());
        invocations = new InvocationLedger(world, longestInvocation(numbers.assignment()));
        assignment = new CheckedAssignment(
                wiring.assignment(Assignment.create(
                        numbers.assignment(), placement, new CountedScaling(counting), world.ports())),
                world,
                environments);
        fleet = new SimulatedFleet(world, assignment, environments, invocations, wiring::worker);
        Dice dice = world.dice();
        Dice eventDice = new Dice(scenario.seed());
        for (int i = 0; i < numbers.functions(); i++) {
            functions.add(function(i, dice, eventDice));
        }
        for (int i = 0; i < numbers.frontends(); i++) {
            frontends.add(
                    new SimulatedFrontend(world, counting, assignment, invocations, dice.split(), "frontend-" + i));
        }
        arrivals = new Arrivals(world, functions, frontends);
        users = new Users(world, arrivals, counting, assignment);
        eventSide = new EventSide(world, wiring, counting, assignment, arrivals, functions);
        audit = new Audit(world, counting, assignment, placement, environments, fleet);
        begin(dice);
    }

    private static long longestInvocation(AssignmentLimits limits) {
        Duration attempt = limits.callerWait()
                .plus(SimulatedHost.NOTICED_AT_LATEST)
                .plus(LONGEST_TIMEOUT)
                .plus(LOOK);
        return attempt.multipliedBy(SimulatedFrontend.DELIVERY_ATTEMPTS).toNanos();
    }

    /** What is said of events has dice of its own, so that all else stays as it was without them. */
    private static EventRules rules(Dice dice) {
        int age = dice.between(60, (int) EventSide.HIGHEST_AGE.toSeconds());
        return new EventRules(dice.between(0, 2), Duration.ofSeconds(age), target(dice), target(dice), target(dice));
    }

    private static String target(Dice dice) {
        if (dice.chance(0.5)) {
            return "";
        }
        return dice.chance(0.1) ? SimulatedTargets.refusing() : SimulatedTargets.arn("target");
    }

    private static SimulatedFunction function(int number, Dice dice, Dice eventDice) {
        int memoryMb = MEMORY_MB[dice.between(0, MEMORY_MB.length - 1)];
        Duration timeout = Duration.ofSeconds(dice.between(1, (int) LONGEST_TIMEOUT.toSeconds()));
        return new SimulatedFunction(number, memoryMb, timeout, dice.chance(TENANTS_CHANCE), rules(eventDice));
    }

    private void begin(Dice dice) {
        for (int i = 0; i < scenario.hosts(); i++) {
            fleet.joinNew();
        }
        for (Load load : loads(dice)) {
            load.begin();
        }
        new Troubles.OfMachines(world, arrivals, fleet, frontends).begin();
        users.begin();
        audit.begin();
        eventSide.begin();
    }

    private List<Load> loads(Dice dice) {
        Traffic traffic = scenario.traffic();
        double run = traffic.runMillis() * NANOS_PER_MILLI;
        double burstGap = traffic.secondsPerBurst() * NANOS_PER_SECOND;
        return List.of(
                new Load.Poisson(world, arrivals, dice.split(), NANOS_PER_SECOND / traffic.poissonPerSecond(), run),
                new Load.Bursts(world, arrivals, dice.split(), burstGap, traffic.burstSize(), run),
                new Load.Replay(
                        world, arrivals, dice.split(), Trace.read(), traffic.traceCopies(), traffic.traceSpeed()));
    }

    @Override
    public boolean run(long events) {
        long last = world.events() + events;
        while (stretch != Stretch.OVER && world.events() < last) {
            long until = stretch == Stretch.LOAD ? FOREVER_NANOS : restNanos;
            if (world.runNext(until)) {
                check();
                if (stretch == Stretch.LOAD && arrivals.over() && invocations.open() == 0 && eventSide.over()) {
                    rest();
                }
            } else {
                next();
            }
        }
        return stretch != Stretch.OVER;
    }

    private void check() {
        world.judge().throwVerdict();
        counting.afterEvent();
        invocations.afterEvent();
    }

    private void rest() {
        eventSide.close();
        stretch = Stretch.COMING_TO_REST;
        loadNanos = world.nanos();
        restNanos = world.nanos() + longestInvocation(scenario.cluster().assignment());
    }

    /** Nothing is left to do until {@link #restNanos}. */
    private void next() {
        world.passTo(restNanos);
        switch (stretch) {
            case LOAD -> audit.zero("invocations that would never end", invocations.open());
            case COMING_TO_REST -> {
                functions.forEach(users::unprovision);
                stretch = Stretch.IDLE;
                restNanos +=
                        scenario.cluster().assignment().idleAge().plus(SWEEPS).toNanos();
            }
            case IDLE -> {
                audit.nothingRuns();
                close();
                stretch = Stretch.CLOSED;
                restNanos += FOREVER_NANOS;
            }
            case CLOSED -> {
                audit.zero("timers that wait", world.pending());
                stretch = Stretch.OVER;
            }
            case OVER -> {}
        }
        world.judge().throwVerdict();
    }

    private void close() {
        functions.forEach(function -> counting.forget(function.arn()));
        frontends.forEach(SimulatedFrontend::close);
        fleet.close();
        counting.afterEvent();
        audit.nobodyIsLeft(counting);
    }

    @Override
    public SimulationResult result() {
        return new SimulationResult(
                invocations.arrived(),
                world.events(),
                Duration.ofNanos(stretch == Stretch.LOAD ? world.nanos() : loadNanos),
                environments.started(),
                invocations.ended(Outcome.ANSWERED) + invocations.ended(Outcome.FUNCTION_ERROR),
                invocations.ended(Outcome.THROTTLED),
                invocations.ended(Outcome.REFUSED) + invocations.ended(Outcome.UNDELIVERABLE),
                invocations.ended(Outcome.CALLER_DIED),
                eventSide.ledger().accepted(),
                eventSide.ledger().removed(),
                eventSide.ledger().runs(),
                eventSide.messagesOver(),
                world.digest());
    }
}
