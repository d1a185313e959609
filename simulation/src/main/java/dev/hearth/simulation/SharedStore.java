package dev.hearth.simulation;

import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;

/** The one durable store of all processes. It never forgets, and is not there at times. */
final class SharedStore {

    private final World world;
    private final CheckedLeases leases;
    private final CheckedEvents events;
    private long downUntilNanos;

    SharedStore(World world, EventLedger ledger, Wiring wiring) {
        this.world = world;
        leases = new CheckedLeases(
                wiring.leases(LeaseStore.inMemory(world.ports().time())), world);
        EventStore.Fence fence = wiring.fence((queue, token) -> leases.isToken(QueueManager.resource(queue), token));
        events = new CheckedEvents(wiring.events(EventStore.inMemory(fence)), world, leases, ledger);
    }

    CheckedLeases leases() {
        return leases;
    }

    CheckedEvents events() {
        return events;
    }

    boolean down() {
        return world.nanos() < downUntilNanos;
    }

    void goDown(long nanos) {
        world.note("down: the store, ns", nanos);
        downUntilNanos = world.nanos() + nanos;
    }
}
