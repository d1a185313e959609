package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.simulation.Scenario.Asynchrony;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The asynchronous half: processes over one store, what clients hand in, and what goes wrong. */
final class EventSide {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double DOWN_MEAN_NANOS = 3e9;
    private static final double RUN_MEDIAN_NANOS = 20e6;
    private static final double ALIAS_CHANCE = 0.3;
    private static final double FLAKY_CHANCE = 0.05;
    private static final double BAD_CHANCE = 0.03;
    private static final long FLOOD_WIDTH_NANOS = 200_000_000;
    private static final int GROUPS = 5;
    private static final long AUDIT_NANOS = 1_000_000_000;

    /** Events come for so long at least, because little happens to them in the seconds that some loads last. */
    private static final long LOAD_NANOS = Duration.ofSeconds(30).toNanos();

    /** Troubles go on for so long after the load, because retries come after a minute and two. */
    private static final long TROUBLES_NANOS = Duration.ofSeconds(150).toNanos();

    /**
     * How long an event may need after its highest age, and the first message of a group in all, once nothing goes
     * wrong any more: destinations that refused are asked again at last. A queue may need longer, because its groups
     * are read one message after the other; each message may not.
     */
    private static final long PATIENCE_NANOS = Duration.ofMinutes(20).toNanos();

    /** Highest age of an event in the simulation. */
    static final Duration HIGHEST_AGE = Duration.ofMinutes(10);

    private final World world;
    private final Wiring wiring;
    private final Counting counting;
    private final Assignment assignment;
    private final Arrivals arrivals;
    private final Asynchrony numbers;
    private final EventLedger ledger;
    private final SharedStore store;
    private final Dice dice;
    private final Map<String, SimulatedFunction> functions = new HashMap<>();
    private final List<FifoQueue> fifos = new ArrayList<>();
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final List<SimulatedProcess> gone = new ArrayList<>();
    private long loadEndNanos = Long.MAX_VALUE;
    private long calmNanos = Long.MAX_VALUE;
    private boolean closed;

    EventSide(
            World world,
            Wiring wiring,
            Counting counting,
            Assignment assignment,
            Arrivals arrivals,
            List<SimulatedFunction> all) {
        this.world = world;
        this.wiring = wiring;
        this.counting = counting;
        this.assignment = assignment;
        this.arrivals = arrivals;
        this.numbers = world.scenario().asynchrony();
        this.ledger = new EventLedger(world);
        this.store = new SharedStore(world, ledger, wiring);
        this.dice = world.dice();
        all.forEach(function -> functions.put(function.name(), function));
        List<SimulatedFunction> plain =
                all.stream().filter(function -> !function.hasTenants()).toList();
        for (int i = 0; i < numbers.sources() && !plain.isEmpty(); i++) {
            fifos.add(new FifoQueue(world, dice.oneOf(plain), i, dice.chance(0.5)));
        }
        for (int i = 0; i < numbers.processes(); i++) {
            processes.add(new SimulatedProcess(world, this, "process-" + i, dice.split()));
        }
    }

    Wiring wiring() {
        return wiring;
    }

    Counting counting() {
        return counting;
    }

    Assignment assignment() {
        return assignment;
    }

    EventLedger ledger() {
        return ledger;
    }

    SharedStore store() {
        return store;
    }

    List<FifoQueue> fifos() {
        return fifos;
    }

    SimulatedFunction function(String name) {
        SimulatedFunction function = functions.get(name);
        if (function == null) {
            throw world.judge().broken(Invariant.NO_CRASH, "somebody asks for the function " + name);
        }
        return function;
    }

    void begin() {
        if (processes.isEmpty()) {
            return;
        }
        processes.forEach(SimulatedProcess::start);
        double gap = NANOS_PER_SECOND / numbers.eventsPerSecond();
        again(gap, this::enough, () -> submit(arrivals.anyFunction()));
        again(numbers.secondsPerFlood() * NANOS_PER_SECOND, this::enough, this::flood);
        for (FifoQueue fifo : fifos) {
            double between = NANOS_PER_SECOND / numbers.messagesPerSecond();
            again(between, this::enough, () -> fifo.send("g" + dice.between(1, GROUPS)));
        }
        trouble(numbers.processDies(), this::endProcess);
        trouble(numbers.processPauses(), () -> dice.oneOf(processes).pause(dice.exponential(numbers.pauseNanos())));
        trouble(numbers.clockJumps(), () -> dice.oneOf(processes).jumpClock());
        trouble(numbers.storeDown(), () -> store.goDown(dice.exponential(numbers.pauseNanos())));
        world.later(AUDIT_NANOS, this::audit);
    }

    /** Something that happens again and again until it is over. */
    private void again(double meanNanos, java.util.function.BooleanSupplier over, Runnable event) {
        world.later(dice.exponential(meanNanos), () -> {
            if (!over.getAsBoolean()) {
                event.run();
                again(meanNanos, over, event);
            }
        });
    }

    private void trouble(double meanSeconds, Runnable event) {
        if (meanSeconds > 0) {
            again(meanSeconds * NANOS_PER_SECOND, this::calm, event);
        }
    }

    private boolean enough() {
        return arrivals.over() && world.nanos() > LOAD_NANOS;
    }

    /** Nothing goes wrong any more. */
    boolean calm() {
        if (enough() && loadEndNanos == Long.MAX_VALUE) {
            loadEndNanos = world.nanos();
        }
        return closed || loadEndNanos != Long.MAX_VALUE && world.nanos() - loadEndNanos > TROUBLES_NANOS;
    }

    private void endProcess() {
        SimulatedProcess process = dice.oneOf(processes);
        if (!process.up()) {
            return;
        }
        process.die();
        if (processes.size() > 1 && dice.chance(numbers.staysDead())) {
            processes.remove(process);
            gone.add(process);
        } else {
            world.later(dice.exponential(DOWN_MEAN_NANOS), process::start);
        }
    }

    private void flood() {
        SimulatedFunction function = arrivals.function(dice.between(0, Integer.MAX_VALUE - 1));
        int size = dice.between(1, numbers.floodSize());
        for (int i = 0; i < size; i++) {
            world.later(dice.between(0L, FLOOD_WIDTH_NANOS), () -> submit(function));
        }
    }

    private void submit(SimulatedFunction function) {
        SimulatedProcess process = someProcess();
        if (process == null || function.deleted()) {
            return;
        }
        EventFacts facts = ledger.submit(function);
        long run = Math.max(1, dice.logNormal(RUN_MEDIAN_NANOS, Conduct.SIGMA));
        process.submit(
                facts,
                new InvokeCommand(
                        facts.requestId(),
                        function.name(),
                        dice.chance(ALIAS_CHANCE) ? SimulatedFunction.ALIAS : null,
                        InvokeCommand.Type.EVENT,
                        conduct().payload(run),
                        null,
                        null,
                        false,
                        null,
                        function.tenant(world.nanos()),
                        new dev.hearth.core.InvocationTimes()));
    }

    private Conduct conduct() {
        if (dice.chance(FLAKY_CHANCE)) {
            return Conduct.FLAKY;
        }
        return dice.chance(BAD_CHANCE) ? dice.oneOf(List.of(Conduct.FAILS, Conduct.CRASHES)) : Conduct.ANSWERS;
    }

    private @Nullable SimulatedProcess someProcess() {
        int first = dice.between(0, processes.size() - 1);
        for (int i = 0; i < processes.size(); i++) {
            SimulatedProcess process = processes.get((first + i) % processes.size());
            if (process.up()) {
                return process;
            }
        }
        return null;
    }

    /** Whether all that was handed in is over. */
    boolean over() {
        return processes.isEmpty() || calm() && ledger.inStore() == 0 && messages() == 0;
    }

    private long messages() {
        return fifos.stream().mapToLong(FifoQueue::open).sum();
    }

    /** Messages that are over. */
    long messagesOver() {
        return fifos.stream().mapToLong(FifoQueue::over).sum();
    }

    private void audit() {
        if (closed) {
            return;
        }
        ledger.audit(store.events().tally());
        if (calm()) {
            calmNanos = Math.min(calmNanos, world.nanos());
            ends();
        }
        world.later(AUDIT_NANOS, this::audit);
    }

    /** Every event ends for itself, and of every group the first message: whatever else goes on. */
    private void ends() {
        if (world.nanos() - calmNanos > HIGHEST_AGE.toNanos() + PATIENCE_NANOS && ledger.inStore() > 0) {
            throw endless(ledger.inStore() + " events, for example " + ledger.example());
        }
        for (FifoQueue fifo : fifos) {
            String stuck = fifo.stuck(calmNanos, PATIENCE_NANOS);
            if (stuck != null) {
                throw endless("a message, " + stuck);
            }
        }
    }

    private InvariantBroken endless(String what) {
        long seconds = Duration.ofNanos(world.nanos() - calmNanos).toSeconds();
        return world.judge()
                .broken(
                        Invariant.EVENT_ENDS,
                        "what does not end, " + seconds + " s after the last trouble: " + what + "; open are "
                                + ledger.inStore() + " events and " + messages() + " messages");
    }

    void close() {
        closed = true;
        processes.forEach(SimulatedProcess::close);
        gone.forEach(SimulatedProcess::close);
    }
}
