package dev.hearth.services.statemanager;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueueReport;
import dev.hearth.services.statemanager.StateDecisions.Action;
import dev.hearth.services.statemanager.StateDecisions.QueueState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link StateManager}; only one tick runs at a time. */
final class TickingManager implements StateManager {

    private static final Logger LOG = LoggerFactory.getLogger(TickingManager.class);

    static final Duration TICK = Duration.ofSeconds(1);

    private final QueueManager queues;
    private final Leasing leasing;
    private final Ports ports;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile Map<Integer, QueueState> states = Map.of();
    private Leasing.@Nullable Held lease;

    TickingManager(QueueManager queues, Leasing leasing, Ports ports) {
        this.queues = queues;
        this.leasing = leasing;
        this.ports = ports;
    }

    void begin() {
        queues.listen(_ -> tickLater());
        if (!queues.reports().isEmpty()) {
            tickLater();
        }
    }

    private void tickLater() {
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            ports.timers().after(TICK, () -> ports.tasks().start("state-manager", this::tick));
        }
    }

    private void tick() {
        List<QueueReport> reports = queues.reports();
        StateDecisions.Decision decision = StateDecisions.decide(reports, states);
        states = decision.states();
        try {
            act(decision.actions());
        } catch (RuntimeException e) {
            LOG.warn("queues could not be given or taken; it is tried again: {}", e.toString());
        }
        ticking.set(false);
        if (decision.restless()) {
            tickLater();
        } else {
            leave();
        }
    }

    /** Only one process of all changes who owns which queue. */
    private void act(List<Action> actions) {
        if (actions.isEmpty()) {
            return;
        }
        Leasing.Held mine = lease;
        if (mine == null || !mine.isHeld()) {
            mine = leasing.take(RESOURCE, () -> {}).orElse(null);
            lease = mine;
        }
        if (mine == null) {
            return;
        }
        for (Action action : actions) {
            switch (action) {
                case Action.Dedicate(String function, int count) -> {
                    LOG.info("{} floods its queues and gets {} of its own", function, count);
                    queues.dedicate(function, count);
                }
                case Action.Retire(int queue) -> queues.retire(queue);
            }
        }
    }

    private void leave() {
        Leasing.Held mine = lease;
        lease = null;
        if (mine != null) {
            try {
                mine.release();
            } catch (RuntimeException e) {
                LOG.warn("the state manager's lease is left to run out: {}", e.toString());
            }
        }
    }

    @Override
    public int pollers(int queue) {
        QueueState state = states.get(queue);
        return state == null ? StateDecisions.FIRST_POLLERS : state.pollers();
    }
}
