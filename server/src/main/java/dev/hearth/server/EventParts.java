package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;

/**
 * The parts of a server that keep events: leases and queues.
 *
 * @param leasing of this process
 * @param queues of accepted events
 */
record EventParts(Leasing leasing, QueueManager queues) {

    static EventParts open(Database database, Ports ports, Undo undo) {
        LeaseStore leases = Stores.leases(database, ports.time());
        String holder = ports.randomness().uuid().toString();
        // The data folder has one process at a time: whoever held leases before is dead.
        leases.endOthers(holder);
        Leasing leasing = undo.add("leases", Leasing.create(leases, holder, ports));
        return new EventParts(leasing, QueueManager.create(Stores.events(database), ports));
    }
}
