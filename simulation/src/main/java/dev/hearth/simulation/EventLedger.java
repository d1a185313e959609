package dev.hearth.simulation;

import dev.hearth.core.Fault;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.pollerfleet.DestinationMessage;
import dev.hearth.services.pollerfleet.DestinationMessage.Kind;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.Settlement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every event that clients handed in, until it has left the store. */
final class EventLedger {

    /** What polling may be late by itself, beside the clocks that are wrong. */
    private static final long LATE_NANOS = 1_000_000;

    private final World world;
    private final long skewNanos;
    private final Map<String, EventFacts> open = new HashMap<>();
    private final Map<String, Long> removedBy = new HashMap<>();
    private long submitted;
    private long accepted;
    private long committed;
    private long removed;
    private long runs;

    EventLedger(World world) {
        this.world = world;
        // Two clocks, each wrong by that much, one fast and one slow.
        skewNanos = 2 * world.scenario().asynchrony().skewNanos() + LATE_NANOS;
    }

    /** Events in the store. */
    long inStore() {
        return committed - removed;
    }

    long accepted() {
        return accepted;
    }

    long removed() {
        return removed;
    }

    /** Invocations of functions with events. */
    long runs() {
        return runs;
    }

    @Nullable
    EventFacts find(String requestId) {
        return open.get(requestId);
    }

    /** Some event that is still open, for the message of a run that fails. */
    String example() {
        return open.values().stream()
                .filter(EventFacts::committed)
                .findFirst()
                .map(EventFacts::toString)
                .orElse("none");
    }

    EventFacts submit(SimulatedFunction function) {
        EventFacts facts = new EventFacts("e" + ++submitted, function, world.nanos());
        open.put(facts.requestId(), facts);
        return facts;
    }

    /** The client has its answer. */
    void answered(EventFacts facts, InvokeOutcome outcome) {
        if (outcome instanceof InvokeOutcome.Accepted) {
            accepted++;
            facts.accept();
            if (!facts.committed()) {
                throw broken(Invariant.NOTHING_LOST, facts + " was accepted and is not committed");
            }
        } else if (!facts.committed()) {
            // It may be committed yet: its commit may be on its way.
            world.note("not accepted", facts);
        }
    }

    void committed(int queue, Event event) {
        EventFacts facts = open.get(event.requestId());
        if (facts == null || facts.committed()) {
            throw broken(Invariant.NOTHING_LOST, event.requestId() + " was committed, which nobody handed in now");
        }
        committed++;
        facts.commit(queue);
    }

    /** The holder of {@code token} settled it; it may do so again when it did not hear that it had. */
    void settled(Settlement settlement, long token) {
        String id = settlement.event().event().requestId();
        EventFacts facts = open.get(id);
        if (facts == null && removedBy.getOrDefault(id, 0L) == token) {
            return;
        }
        if (facts == null) {
            throw broken(Invariant.SETTLED_ONCE, id + " was settled again: " + settlement);
        }
        if (settlement instanceof Settlement.Finished) {
            removed++;
            facts.remove();
            open.remove(id);
            removedBy.put(id, token);
            world.note("over", facts);
            if (!facts.over(world.nanos() - facts.submittedNanos() + skewNanos)) {
                throw broken(Invariant.EVENT_ENDS, facts + " is forgotten");
            }
        }
    }

    /** A poller is about to invoke with the event. */
    void invoking(ProcessLife life, String requestId, CheckedLeases leases) {
        EventFacts facts = open.get(requestId);
        if (facts == null || !facts.committed()) {
            throw broken(Invariant.SETTLED_ONCE, life + " runs " + requestId + ", which is not in the store");
        }
        String resource = QueueManager.resource(facts.queue());
        if (!leases.owns(resource, life.name())) {
            throw broken(Invariant.ONE_HOLDER, life + " runs " + facts + ", whose queue is " + leases.lease(resource));
        }
        long token = leases.token(resource);
        if (facts.runningToken() == token) {
            throw broken(Invariant.SETTLED_ONCE, facts + " runs twice at once under token " + token);
        }
        long age = world.nanos() - facts.submittedNanos();
        if (age > facts.function().rules().maximumAge().toNanos() + skewNanos && !facts.orphan()) {
            throw broken(Invariant.EVENT_ENDS, facts + " runs after its maximum age, at " + age + " ns");
        }
        runs++;
        facts.running(token);
        world.note("runs", facts);
    }

    /** The invocation is over, and the poller has heard of it. */
    void ran(String requestId, long token, InvokeOutcome outcome) {
        EventFacts facts = open.get(requestId);
        if (facts == null) {
            return;
        }
        if (facts.runningToken() == token) {
            facts.running(0);
        }
        switch (outcome) {
            case InvokeOutcome.Answered answered when answered.functionError().isEmpty() -> facts.succeed();
            case InvokeOutcome.Answered _ -> facts.fail();
            case InvokeOutcome.Refused(Fault fault) -> {
                if (fault.kind() == Fault.Kind.NOT_FOUND) {
                    facts.refuseForGood();
                }
            }
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ ->
                throw broken(Invariant.EVENT_ENDS, facts + " was invoked with as " + outcome);
        }
    }

    /** A target has committed the message. */
    void delivered(DestinationMessage message) {
        EventFacts facts = open.get(message.requestId());
        if (facts == null) {
            // Told again by one who lost the lease, or whose first message was committed without an answer.
            return;
        }
        boolean right = message.kind() == Kind.SUCCESS
                ? facts.succeeded()
                : facts.failed(world.nanos() - facts.submittedNanos() + skewNanos);
        if (!right && !facts.orphan()) {
            throw broken(Invariant.TOLD_TRULY, message.kind() + " was told of " + facts);
        }
        facts.tell(message.kind());
    }

    /** A target will never take the message. */
    void refused(DestinationMessage message) {
        EventFacts facts = open.get(message.requestId());
        if (facts != null) {
            facts.refuse(message.kind());
        }
    }

    /** The store holds what the ledger says. */
    void audit(List<EventStore.Tally> tallies) {
        long there = tallies.stream().mapToLong(EventStore.Tally::events).sum();
        if (there != inStore()) {
            throw broken(
                    Invariant.NOTHING_LOST,
                    there + " events are in the store of " + inStore() + ", for example " + example());
        }
    }

    InvariantBroken broken(Invariant invariant, String detail) {
        return world.judge().broken(invariant, detail);
    }
}
