package dev.hearth.services.queuemanager;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store of events in front of another, to which it hands on all that it does not do itself. */
public interface ForwardingEvents extends EventStore {

    /** The store behind it. */
    EventStore real();

    @Override
    default CompletionStage<Void> append(int queue, Event event) {
        return real().append(queue, event);
    }

    @Override
    default List<QueuedEvent> read(int queue, Position after, Instant now, int most, long mostBytes) {
        return real().read(queue, after, now, most, mostBytes);
    }

    @Override
    default Optional<Instant> nextDue(int queue, Position after) {
        return real().nextDue(queue, after);
    }

    @Override
    default List<Integer> dueQueues(Instant now) {
        return real().dueQueues(now);
    }

    @Override
    default CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
        return real().settle(queue, token, settlements);
    }

    @Override
    default List<Tally> tally() {
        return real().tally();
    }

    @Override
    default Optional<Instant> oldest() {
        return real().oldest();
    }

    @Override
    default Map<Integer, String> owners() {
        return real().owners();
    }

    @Override
    default void putOwner(int queue, @Nullable String function) {
        real().putOwner(queue, function);
    }
}
