package dev.hearth.simulation;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvocationListener;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.Destinations;
import dev.hearth.services.pollerfleet.EventListener;
import dev.hearth.services.pollerfleet.EventRules;
import dev.hearth.services.pollerfleet.EventSource;
import dev.hearth.services.pollerfleet.ItemFilter;
import dev.hearth.services.pollerfleet.PollerFleet;
import dev.hearth.services.pollerfleet.RuleBook;
import dev.hearth.services.pollerfleet.SourcePlan;
import dev.hearth.services.pollerfleet.SourcePoller;
import dev.hearth.services.pollerfleet.StartedEvents;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.statemanager.StateManager;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process with the real rooms of the asynchronous half: it accepts events and polls. It dies with all that it knows,
 * and starts again as another holder of leases.
 */
final class SimulatedProcess {

    private static final long START_AGAIN_NANOS = 1_000_000_000;
    private static final int BATCH = 10;
    private static final Duration WINDOW = Duration.ofMillis(500);

    private final World world;
    private final EventSide side;
    private final String name;
    private final Dice dice;
    private int lives;
    private boolean closed;
    private @Nullable ProcessLife life;
    private @Nullable ProcessCounting counting;
    private @Nullable ProcessAssignment assignment;
    private @Nullable Frontend frontend;

    SimulatedProcess(World world, EventSide side, String name, Dice dice) {
        this.world = world;
        this.side = side;
        this.name = name;
        this.dice = dice;
    }

    boolean up() {
        return frontend != null;
    }

    /** The rooms are put together as the server does it; without the store that is not possible. */
    void start() {
        if (closed) {
            return;
        }
        ProcessLife born = new ProcessLife(world, name + "#" + ++lives, skew());
        life = born;
        born.enter(() -> {
            try {
                compose(born);
            } catch (StoreLink.NotAnswered away) {
                stop();
                world.later(START_AGAIN_NANOS, this::start);
            }
        });
    }

    private long skew() {
        long most = world.scenario().asynchrony().skewNanos();
        return dice.between(-most, most);
    }

    private void compose(ProcessLife born) {
        Ports ports = born.ports();
        StoreLink store = new StoreLink(world, side.store(), side::calm, born, dice.split());
        Wiring wiring = side.wiring();
        Leasing leasing = wiring.leasing(Leasing.create(store, born.name(), ports));
        QueueManager queues = wiring.queues(QueueManager.create(store, ports));
        Duration lease = world.scenario().cluster().counting().holderLease();
        ProcessCounting units = new ProcessCounting(side.counting(), born, name, lease);
        counting = units;
        ProcessAssignment environments = new ProcessAssignment(side.assignment(), world, born, dice.split());
        assignment = environments;
        Frontend room = Frontend.create(
                (function, qualifier) -> side.function(function).resolved(qualifier),
                units,
                environments,
                queues::accept,
                ports.time(),
                InvocationListener.NONE);
        SimulatedTargets targets = new SimulatedTargets(world, side.ledger(), side::calm, born, dice.split());
        Destinations destinations = Destinations.create(room, Map.of("sqs", wiring.targets(targets)), ports);
        StateManager manager = StateManager.start(queues, leasing, ports);
        PollerFleet.start(
                queues,
                leasing,
                wiring.rules(new Rules()),
                command -> runEvent(born, room, command),
                destinations,
                manager::pollers,
                StartedEvents.inMemory(),
                EventListener.NONE,
                ports);
        for (FifoQueue fifo : side.fifos()) {
            poll(born, fifo, leasing, room, destinations);
        }
        frontend = wiring.frontend(room);
    }

    private java.util.concurrent.CompletionStage<InvokeOutcome> runEvent(
            ProcessLife born, Frontend room, InvokeCommand command) {
        EventLedger ledger = side.ledger();
        String id = command.requestId();
        ledger.invoking(born, id, side.store().leases());
        EventFacts facts = ledger.find(id);
        long token = facts == null ? 0 : facts.runningToken();
        return room.invoke(command).thenApply(outcome -> {
            ledger.ran(id, token, outcome);
            return outcome;
        });
    }

    private void poll(ProcessLife born, FifoQueue fifo, Leasing leasing, Frontend room, Destinations destinations) {
        SourcePlan plan = new SourcePlan(
                fifo.resource(),
                fifo.function().name(),
                BATCH,
                WINDOW,
                SourcePlan.OnError.GIVE_BACK,
                fifo.partial(),
                -1,
                Duration.ZERO,
                false,
                Duration.ZERO,
                "");
        FifoLink link = new FifoLink(world, fifo, side.store().leases(), side::calm, born, dice.split());
        EventSource source = side.wiring().source(link);
        Frontend door = command -> {
            long batch = Conduct.batch(command.payload());
            fifo.invoking(born, batch, side.store().leases());
            return room.invoke(command).thenApply(outcome -> {
                fifo.ran(batch, outcome);
                return outcome;
            });
        };
        SourcePoller.start(source, plan, ItemFilter.ALL, leasing, door, destinations, born.ports());
    }

    /** What is said of functions, as the registry says it. */
    private final class Rules implements RuleBook {

        @Override
        public EventRules rules(Event event) {
            SimulatedFunction function = side.function(event.function());
            return function.deleted() ? EventRules.DEFAULTS : function.rules();
        }

        @Override
        public boolean isStopped(Event event) {
            SimulatedFunction function = side.function(event.function());
            boolean stopped = side.counting().usage(function.arn()).reserved().orElse(1) == 0;
            EventFacts facts = side.ledger().find(event.requestId());
            if (stopped && facts != null) {
                facts.stop();
            }
            return stopped;
        }

        @Override
        public String arn(Event event) {
            return side.function(event.function()).arn() + ":"
                    + (event.qualifier().isEmpty() ? "$LATEST" : event.qualifier());
        }
    }

    /** A client hands in an event. */
    void submit(EventFacts facts, InvokeCommand command) {
        ProcessLife now = life;
        Frontend door = frontend;
        if (now != null && door != null) {
            now.enter(() -> {
                facts.taken(world.nanos());
                door.invoke(command).whenComplete((outcome, bug) -> {
                    if (outcome != null) {
                        side.ledger().answered(facts, outcome);
                    }
                });
            });
        }
    }

    void die() {
        if (up()) {
            world.note("dies: process", name);
            stop();
        }
    }

    private void stop() {
        ProcessLife dying = life;
        ProcessAssignment handed = assignment;
        if (dying != null) {
            dying.die();
        }
        if (handed != null) {
            handed.abandon();
        }
        life = null;
        assignment = null;
        frontend = null;
    }

    void pause(long nanos) {
        ProcessLife now = life;
        if (now != null) {
            world.note("pauses: process", now);
            now.pause(nanos);
        }
    }

    void jumpClock() {
        ProcessLife now = life;
        if (now != null) {
            now.skew(skew());
        }
    }

    /** At the end of all: its units are given back. */
    void close() {
        closed = true;
        ProcessCounting units = counting;
        stop();
        if (units != null) {
            units.close();
        }
    }
}
