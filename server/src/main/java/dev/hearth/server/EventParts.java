package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.DestinationSender;
import dev.hearth.services.pollerfleet.Destinations;
import dev.hearth.services.pollerfleet.PollerFleet;
import dev.hearth.services.pollerfleet.StartedEvents;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.statemanager.StateManager;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server that keep events and run them: leases, queues and, once there is a frontend, pollers.
 *
 * @param leasing of this process
 * @param queues of accepted events
 * @param metrics what happened to events
 * @param started which events' functions were
 * @param pollers once they were started
 */
record EventParts(
        Leasing leasing,
        QueueManager queues,
        EventMetrics metrics,
        StartedEvents started,
        Ports ports,
        AtomicReference<@Nullable PollerFleet> pollers) {

    /** @param folder where what was started is marked */
    static EventParts open(Database database, DataFolder folder, Ports ports, Undo undo) {
        LeaseStore leases = Stores.leases(database, ports.time());
        String holder = ports.randomness().uuid().toString();
        // The data folder has one process at a time: whoever held leases before is dead.
        leases.endOthers(holder);
        Leasing leasing = undo.add("leases", Leasing.create(leases, holder, ports));
        return new EventParts(
                leasing,
                QueueManager.create(Stores.events(database, new EndOfTurn()), ports),
                new EventMetrics(),
                Stores.startedEvents(folder.startedEvents()),
                ports,
                new AtomicReference<>());
    }

    /**
     * Starts the pollers; they end before the frontend's door is shut.
     *
     * @param senders destinations beside functions, by the service's name in ARNs
     */
    void poll(
            Registry registry,
            Concurrency concurrency,
            Frontend frontend,
            Map<String, DestinationSender> senders,
            Undo undo) {
        StateManager manager = StateManager.start(queues, leasing, ports);
        pollers.set(undo.add(
                "pollers",
                PollerFleet.start(
                        queues,
                        leasing,
                        registry,
                        concurrency,
                        frontend,
                        Destinations.create(frontend, senders, ports),
                        manager::pollers,
                        started,
                        metrics,
                        ports)));
    }

    /** What waits and what happened. */
    EventStatus status() {
        PollerFleet polling = pollers.get();
        Duration oldest = queues.oldest()
                .map(accepted -> Duration.between(accepted, ports.time().instant()))
                .orElse(Duration.ZERO);
        return new EventStatus(
                queues.reports(),
                metrics.functions(),
                oldest,
                polling == null ? 0 : polling.running(),
                polling == null ? 0 : polling.takenBytes());
    }
}
