package dev.hearth.simulation;

import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The store of events; the ledger hears what was committed, and who settles is asked for the token. */
final class CheckedEvents implements EventStore {

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
    public List<QueuedEvent> read(int queue, Position after, Instant now, int most, long mostBytes) {
        return real.read(queue, after, now, most, mostBytes);
    }

    @Override
    public Optional<Instant> nextDue(int queue, Position after) {
        return real.nextDue(queue, after);
    }

    @Override
    public List<Integer> dueQueues(Instant now) {
        return real.dueQueues(now);
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
    public List<Tally> tally() {
        return real.tally();
    }

    @Override
    public Optional<Instant> oldest() {
        return real.oldest();
    }

    @Override
    public Map<Integer, String> owners() {
        return real.owners();
    }

    @Override
    public void putOwner(int queue, @Nullable String function) {
        real.putOwner(queue, function);
    }
}
