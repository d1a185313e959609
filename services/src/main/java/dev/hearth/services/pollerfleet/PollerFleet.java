package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.Registry;

/** The pollers of this process that drain the queues of accepted events. */
public interface PollerFleet extends AutoCloseable {

    /**
     * Starts to poll what is in the queues and what comes into them.
     *
     * @param plan how many pollers each queue deserves
     * @param started what a predecessor may have started
     */
    static PollerFleet start(
            QueueManager queues,
            Leasing leasing,
            Registry registry,
            Concurrency concurrency,
            Frontend frontend,
            Destinations destinations,
            PollerPlan plan,
            StartedEvents started,
            EventListener listener,
            Ports ports) {
        RuleBook rules = RuleBook.of(registry, concurrency);
        return start(queues, leasing, rules, frontend, destinations, plan, started, listener, ports);
    }

    /** The same with {@code rules} from anywhere. */
    static PollerFleet start(
            QueueManager queues,
            Leasing leasing,
            RuleBook rules,
            Frontend frontend,
            Destinations destinations,
            PollerPlan plan,
            StartedEvents started,
            EventListener listener,
            Ports ports) {
        EventRunner runner = new EventRunner(frontend, rules, destinations, started, listener, ports);
        ByteBudget memory = new ByteBudget(ByteBudget.TAKEN_BYTES, ports.tasks());
        LeasedFleet fleet = new LeasedFleet(new PollerParts(queues, leasing, runner, plan, started, memory, ports));
        fleet.begin();
        return fleet;
    }

    /** Invocations of events that run now. */
    int running();

    /** Bytes of events that are in memory now. */
    long takenBytes();

    /** Takes nothing more, waits for a bounded time for what runs, and releases the leases. Blocks. */
    @Override
    void close();
}
