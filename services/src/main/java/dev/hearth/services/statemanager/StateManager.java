package dev.hearth.services.statemanager;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.QueueManager;

/** Looks at the queues once a second while there is something in them, and says what they deserve. */
public interface StateManager {

    /** What the one state manager's lease is taken on. */
    String RESOURCE = "state-manager";

    /** Starts to look as soon as an event comes. */
    static StateManager start(QueueManager queues, Leasing leasing, Ports ports) {
        TickingManager manager = new TickingManager(queues, leasing, ports);
        manager.begin();
        return manager;
    }

    /** Invocations of the events of {@code queue} that may run at once, of this process. Returns at once. */
    int pollers(int queue);
}
