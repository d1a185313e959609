package dev.hearth.services.queuemanager;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link QueueManager} over its store. Counts are exact for one process; nobody's correctness depends on them. */
final class StoredQueues implements QueueManager {

    private static final Logger LOG = LoggerFactory.getLogger(StoredQueues.class);

    /** How long a caller waits for the commit of its event. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How often late commits are looked for. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final EventStore store;
    private final Ports ports;
    private final ConcurrentNavigableMap<Integer, QueueCount> counts = new ConcurrentSkipListMap<>();
    private final OwnedQueues owned;
    private final Waiting waiting;
    private final List<Arrivals> arrivals = new CopyOnWriteArrayList<>();

    StoredQueues(EventStore store, Ports ports) {
        this.store = store;
        this.ports = ports;
        this.owned = new OwnedQueues(store, this::depth);
        this.waiting = new Waiting(ports, PATIENCE, LOOK);
        store.tally().forEach(tally -> count(tally.queue()).found(tally.function(), tally.events()));
    }

    private QueueCount count(int queue) {
        QueueCount known = counts.get(queue);
        return known != null ? known : counts.computeIfAbsent(queue, _ -> new QueueCount());
    }

    private long depth(int queue) {
        QueueCount known = counts.get(queue);
        return known == null ? 0 : known.depth();
    }

    @Override
    public CompletionStage<Void> accept(Event event) {
        int queue = owned.choose(event.function(), ports.randomness().nextLong());
        QueueCount count = count(queue);
        count.entering(event.function());
        CompletableFuture<Void> answer = new CompletableFuture<>();
        waiting.add(answer);
        store.append(queue, event).whenComplete((_, thrown) -> {
            if (thrown == null) {
                count.entered(event.function());
                for (Arrivals listener : arrivals) {
                    listener.arrived(queue);
                }
                answer.complete(null);
            } else {
                count.left(event.function());
                LOG.warn("an event of {} was not accepted: {}", event.function(), thrown.toString());
                answer.completeExceptionally(unavailable().asException());
            }
        });
        return answer;
    }

    static Fault unavailable() {
        return new Fault(Fault.Kind.UNAVAILABLE, "Events cannot be stored now. Try again later.", STORE_UNAVAILABLE);
    }

    @Override
    public List<QueuedEvent> read(int queue, EventStore.Position after, Instant now, int most, long mostBytes) {
        return store.read(queue, after, now, most, mostBytes);
    }

    @Override
    public Optional<Instant> nextDue(int queue, EventStore.Position after) {
        return store.nextDue(queue, after);
    }

    @Override
    public List<Integer> dueQueues(Instant now) {
        return store.dueQueues(now);
    }

    @Override
    public CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
        return store.settle(queue, token, settlements).thenApply(settled -> {
            if (settled) {
                QueueCount count = count(queue);
                for (Settlement settlement : settlements) {
                    if (settlement instanceof Settlement.Finished(QueuedEvent event)) {
                        count.finished(event.event().function());
                    }
                }
            }
            return settled;
        });
    }

    @Override
    public List<QueueReport> reports() {
        Map<Integer, String> owners = owned.owners();
        Set<Integer> queues = new HashSet<>(owners.keySet());
        counts.forEach((queue, count) -> {
            if (count.depth() > 0 || !count.accepted().isEmpty()) {
                queues.add(queue);
            }
        });
        List<QueueReport> reports = new ArrayList<>();
        queues.stream().sorted().forEach(queue -> {
            QueueCount count = count(queue);
            reports.add(new QueueReport(
                    queue,
                    owners.getOrDefault(queue, ""),
                    owned.isRetiring(queue),
                    count.depth(),
                    count.finished(),
                    count.functions(),
                    count.accepted()));
        });
        return reports;
    }

    @Override
    public Optional<Instant> oldest() {
        return store.oldest();
    }

    @Override
    public void dedicate(String function, int queues) {
        owned.dedicate(function, queues);
    }

    @Override
    public void retire(int queue) {
        owned.retire(queue);
    }

    @Override
    public Map<Integer, String> owners() {
        return owned.owners();
    }

    @Override
    public void listen(Arrivals listener) {
        arrivals.add(listener);
    }
}
