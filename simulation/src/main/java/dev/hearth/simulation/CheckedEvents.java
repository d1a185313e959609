package dev.hearth.simulation;

import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.ForwardingEvents;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.Settlement;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The store of events; the ledger hears what was committed, and who settles is asked for the token. */
final class CheckedEvents implements ForwardingEvents {

    private final EventStore real;
    private final World world;
    private final CheckedLeases leases;
    private final EventLedger ledger;

    CheckedEvents(EventStore real, World world, CheckedLeases leases, EventLedger ledger) {
        this.real = real;
        this.world = world;
        this.leases = leases;
        this.ledger = ledger;
    }

    @Override
    public CompletionStage<Void> append(int queue, Event event) {
        return real.append(queue, event).thenApply(nothing -> {
            ledger.committed(queue, event);
            return nothing;
        });
    }

    @Override
    public CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
        boolean current = leases.isToken(QueueManager.resource(queue), token);
        return real.settle(queue, token, settlements).thenApply(settled -> {
            if (settled && !current) {
                throw world.judge()
                        .broken(
                                Invariant.FENCED,
                                settlements + " was settled by token " + token + " in place of "
                                        + leases.lease(QueueManager.resource(queue)));
            }
            if (settled) {
                settlements.forEach(each -> ledger.settled(each, token));
            }
            return settled;
        });
    }

    @Override
    public EventStore real() {
        return real;
    }
}
