package dev.hearth.neighbours.sqs;

import dev.hearth.neighbours.sqs.MessageChange.Accepted;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** {@link SqsStore} in memory. */
final class MemorySqsStore implements SqsStore {

    private record Key(long queueId, String scope, String id) {}

    private final Map<Long, Queue> queues = new LinkedHashMap<>();
    private final Map<Long, TreeMap<Long, StoredMessage>> messages = new HashMap<>();
    private final Map<Key, Accepted> accepted = new LinkedHashMap<>();
    private final Map<String, MoveTask> tasks = new LinkedHashMap<>();

    private TreeMap<Long, StoredMessage> of(long queueId) {
        return messages.computeIfAbsent(queueId, id -> new TreeMap<>());
    }

    @Override
    public synchronized List<Queue> queues() {
        return List.copyOf(queues.values());
    }

    @Override
    public synchronized void put(Queue queue) {
        queues.put(queue.id(), queue);
        of(queue.id()).headMap(queue.purgedSequence(), true).clear();
    }

    @Override
    public synchronized void delete(long queueId) {
        queues.remove(queueId);
        messages.remove(queueId);
        accepted.keySet().removeIf(key -> key.queueId == queueId);
    }

    @Override
    public synchronized CompletionStage<Void> write(List<MessageChange> changes) {
        changes.forEach(this::apply);
        return CompletableFuture.completedFuture(null);
    }

    private void apply(MessageChange change) {
        switch (change) {
            case MessageChange.Added added ->
                of(added.queueId()).put(added.message().sequence(), added.message());
            case MessageChange.Hidden hidden ->
                of(hidden.queueId())
                        .computeIfPresent(hidden.sequence(), (sequence, message) -> hidden(hidden, message));
            case MessageChange.Removed removed -> of(removed.queueId()).remove(removed.sequence());
            case MessageChange.RemovedBy removed ->
                of(removed.queueId())
                        .computeIfPresent(
                                removed.sequence(),
                                (sequence, message) -> message.receipt() == removed.receipt() ? null : message);
            case MessageChange.Moved moved -> move(moved);
            case Accepted one -> accepted.put(new Key(one.queueId(), one.scope(), one.deduplicationId()), one);
        }
    }

    private static StoredMessage hidden(MessageChange.Hidden hidden, StoredMessage message) {
        return new StoredMessage(
                message.sequence(),
                message.content(),
                hidden.visibleMillis(),
                hidden.receiveCount(),
                hidden.firstReceivedMillis(),
                hidden.receipt());
    }

    private void move(MessageChange.Moved moved) {
        StoredMessage message = of(moved.fromQueue()).remove(moved.fromSequence());
        if (message != null) {
            Content content = message.content();
            Content changed = content.movedFrom(
                    moved.sourceArn().isEmpty() ? null : moved.sourceArn(),
                    moved.sentMillis() == 0 ? content.sentMillis() : moved.sentMillis());
            of(moved.toQueue())
                    .put(
                            moved.toSequence(),
                            new StoredMessage(moved.toSequence(), changed, moved.visibleMillis(), 0, 0, 0));
        }
    }

    private Stream<StoredMessage> after(long queueId, long sequence) {
        return of(queueId).tailMap(sequence, false).values().stream();
    }

    @Override
    public synchronized List<StoredMessage> messages(long queueId, long afterSequence, int limit) {
        return after(queueId, afterSequence).limit(limit).toList();
    }

    @Override
    public synchronized List<StoredMessage> inFlight(long queueId, long afterSequence, long nowMillis) {
        return after(queueId, afterSequence)
                .filter(message -> message.receiveCount() > 0 && message.visibleMillis() > nowMillis)
                .toList();
    }

    @Override
    public synchronized Map<Long, Content> contents(long queueId, Collection<Long> sequences) {
        Map<Long, Content> found = new HashMap<>();
        for (long sequence : sequences) {
            StoredMessage message = of(queueId).get(sequence);
            if (message != null) {
                found.put(sequence, message.content());
            }
        }
        return found;
    }

    @Override
    public synchronized long count(long queueId, long afterSequence) {
        return after(queueId, afterSequence).count();
    }

    @Override
    public synchronized List<Accepted> accepted(long queueId, long nowMillis, int limit) {
        return new ArrayList<>(accepted.values())
                .stream()
                        .filter(one -> one.queueId() == queueId && one.expiresMillis() > nowMillis)
                        .sorted(Comparator.comparingLong(Accepted::expiresMillis)
                                .reversed())
                        .limit(limit)
                        .toList();
    }

    @Override
    public synchronized List<Accepted> accepted(long queueId, String scope, String deduplicationId, long nowMillis) {
        Accepted one = accepted.get(new Key(queueId, scope, deduplicationId));
        return one == null || one.expiresMillis() <= nowMillis ? List.of() : List.of(one);
    }

    @Override
    public synchronized int removeExpired(long queueId, long beforeSequence, long nowMillis, int limit) {
        accepted.values().removeIf(one -> one.queueId() == queueId && one.expiresMillis() <= nowMillis);
        List<Long> old = of(queueId).headMap(beforeSequence).keySet().stream()
                .limit(limit)
                .toList();
        old.forEach(of(queueId)::remove);
        return old.size();
    }

    @Override
    public int removeGarbage(int limit) {
        return 0;
    }

    @Override
    public synchronized List<MoveTask> moveTasks() {
        return List.copyOf(tasks.values());
    }

    @Override
    public synchronized void put(MoveTask task) {
        tasks.put(task.handle(), task);
    }

    @Override
    public synchronized void deleteMoveTask(String handle) {
        tasks.remove(handle);
    }
}
