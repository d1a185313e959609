package dev.hearth.services.queuemanager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link EventStore} in memory. */
final class MemoryEventStore implements EventStore {

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::dueMillis).thenComparingLong(Position::id);

    private final Fence fence;
    private final Map<Integer, NavigableMap<Position, QueuedEvent>> queues = new TreeMap<>();
    private final Map<Long, Position> places = new HashMap<>();
    private final Map<Integer, String> owners = new TreeMap<>();
    private long nextId = 1;
    private long lastDueMillis = Long.MIN_VALUE;

    MemoryEventStore(Fence fence) {
        this.fence = fence;
    }

    @Override
    public synchronized CompletionStage<Void> append(int queue, Event event) {
        lastDueMillis = Math.max(lastDueMillis, event.accepted().toEpochMilli());
        put(new QueuedEvent(nextId++, queue, Instant.ofEpochMilli(lastDueMillis), event, 0, 0, null));
        return CompletableFuture.completedFuture(null);
    }

    private void put(QueuedEvent event) {
        Position place = Position.of(event);
        places.put(event.id(), place);
        queue(event.queue()).put(place, event);
    }

    private NavigableMap<Position, QueuedEvent> queue(int queue) {
        return queues.computeIfAbsent(queue, _ -> new TreeMap<>(ORDER));
    }

    @Override
    public synchronized List<QueuedEvent> read(int queue, Position after, Instant now, int most, long mostBytes) {
        List<QueuedEvent> found = new ArrayList<>();
        long bytes = 0;
        for (QueuedEvent event : queue(queue).tailMap(after, false).values()) {
            if (found.size() >= most || bytes >= mostBytes || event.due().isAfter(now)) {
                break;
            }
            bytes += event.event().payload().remaining();
            found.add(event);
        }
        return found;
    }

    @Override
    public synchronized Optional<Instant> nextDue(int queue, Position after) {
        return queue(queue).tailMap(after, false).values().stream().findFirst().map(QueuedEvent::due);
    }

    @Override
    public synchronized List<Integer> dueQueues(Instant now) {
        List<Integer> due = new ArrayList<>();
        queues.forEach((queue, events) -> {
            if (!events.isEmpty() && !events.firstEntry().getValue().due().isAfter(now)) {
                due.add(queue);
            }
        });
        return due;
    }

    @Override
    public synchronized CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
        if (!fence.isCurrent(queue, token)) {
            return CompletableFuture.completedFuture(false);
        }
        for (Settlement settlement : settlements) {
            Position place = places.remove(settlement.event().id());
            QueuedEvent event = place == null ? null : queue(queue).remove(place);
            if (event != null && settlement instanceof Settlement.Again again) {
                put(new QueuedEvent(
                        event.id(),
                        queue,
                        Instant.ofEpochMilli(again.due().toEpochMilli()),
                        event.event(),
                        again.failures(),
                        again.refusals(),
                        again.outcome()));
            }
        }
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public synchronized List<Tally> tally() {
        List<Tally> all = new ArrayList<>();
        queues.forEach((queue, events) -> {
            Map<String, Long> counts = new HashMap<>();
            events.values().forEach(event -> counts.merge(event.event().function(), 1L, Long::sum));
            new TreeMap<>(counts).forEach((function, count) -> all.add(new Tally(queue, function, count)));
        });
        return all;
    }

    @Override
    public synchronized Optional<Instant> oldest() {
        return queues.values().stream()
                .flatMap(events -> events.values().stream())
                .map(event -> event.event().accepted())
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized Map<Integer, String> owners() {
        return Map.copyOf(owners);
    }

    @Override
    public synchronized void putOwner(int queue, @Nullable String function) {
        if (function == null) {
            owners.remove(queue);
        } else {
            owners.put(queue, function);
        }
    }
}
