package dev.hearth.simulation;

import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueueReport;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** A process's queues with a bug. */
final class PlantedQueues implements QueueManager {

    /** What they do wrong. */
    enum Bug {
        ACKNOWLEDGES_BEFORE_THE_COMMIT,
        DROPS_A_RETRY,
        OFFERS_AN_EVENT_AGAIN,
        HIDES_WHAT_IS_LATER,
        HIDES_ONE_EVENT
    }

    private static final String HIDDEN = "e7";

    private final QueueManager real;
    private final Bug bug;
    private Instant lastRead = Instant.MIN;

    PlantedQueues(QueueManager real, Bug bug) {
        this.real = real;
        this.bug = bug;
    }

    @Override
    public CompletionStage<Void> accept(Event event) {
        CompletionStage<Void> committed = real.accept(event);
        return bug == Bug.ACKNOWLEDGES_BEFORE_THE_COMMIT ? CompletableFuture.completedFuture(null) : committed;
    }

    @Override
    public List<QueuedEvent> read(int queue, EventStore.Position after, Instant now, int most, long mostBytes) {
        lastRead = now;
        List<QueuedEvent> found = real.read(queue, after, now, most, mostBytes);
        if (bug == Bug.HIDES_ONE_EVENT) {
            return found.stream()
                    .filter(event -> !event.event().requestId().equals(HIDDEN))
                    .toList();
        }
        if (bug != Bug.OFFERS_AN_EVENT_AGAIN) {
            return found;
        }
        // Under another number, so that the poller takes it for another event.
        return found.stream()
                .flatMap(event -> Stream.of(
                        new QueuedEvent(
                                -event.id(),
                                queue,
                                event.due(),
                                event.event(),
                                event.failures(),
                                event.refusals(),
                                event.outcome()),
                        event))
                .toList();
    }

    @Override
    public Optional<Instant> nextDue(int queue, EventStore.Position after) {
        if (bug == Bug.HIDES_ONE_EVENT) {
            // What is due and hidden would be looked for again and again in the same moment.
            return real.nextDue(queue, after).filter(due -> due.isAfter(lastRead));
        }
        return bug == Bug.HIDES_WHAT_IS_LATER ? Optional.empty() : real.nextDue(queue, after);
    }

    @Override
    public List<Integer> dueQueues(Instant now) {
        return bug == Bug.HIDES_WHAT_IS_LATER ? List.of() : real.dueQueues(now);
    }

    @Override
    public CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
        if (bug != Bug.DROPS_A_RETRY) {
            return real.settle(queue, token, settlements);
        }
        List<Settlement> finished = settlements.stream()
                .map(each -> (Settlement) new Settlement.Finished(each.event()))
                .toList();
        return real.settle(queue, token, finished);
    }

    @Override
    public List<QueueReport> reports() {
        return real.reports();
    }

    @Override
    public Optional<Instant> oldest() {
        return real.oldest();
    }

    @Override
    public void dedicate(String function, int queues) {
        real.dedicate(function, queues);
    }

    @Override
    public void retire(int queue) {
        real.retire(queue);
    }

    @Override
    public Map<Integer, String> owners() {
        return real.owners();
    }

    @Override
    public void listen(Arrivals listener) {
        real.listen(listener);
    }
}
