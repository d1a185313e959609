package dev.hearth.neighbours.sqs;

import dev.hearth.core.Fault;
import dev.hearth.core.VirtualPorts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store that commits on a task, in order, and refuses writes while it is told to. */
final class FailingStore implements SqsStore {

    private final SqsStore real;
    private final VirtualPorts ports;
    boolean failing;

    FailingStore(SqsStore real, VirtualPorts ports) {
        this.real = real;
        this.ports = ports;
    }

    @Override
    public CompletionStage<Void> write(List<MessageChange> changes) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean refused = failing;
        ports.start("commit", () -> {
            if (refused) {
                done.completeExceptionally(new Fault(Fault.Kind.UNAVAILABLE, "disk full").asException());
            } else {
                real.write(changes);
                ports.start("committed", () -> done.complete(null));
            }
        });
        return done;
    }

    @Override
    public List<Queue> queues() {
        return real.queues();
    }

    @Override
    public void put(Queue queue) {
        real.put(queue);
    }

    @Override
    public void delete(long queueId) {
        real.delete(queueId);
    }

    @Override
    public List<StoredMessage> messages(long queueId, long afterSequence, int limit) {
        return real.messages(queueId, afterSequence, limit);
    }

    @Override
    public List<StoredMessage> inFlight(long queueId, long afterSequence, long nowMillis) {
        return real.inFlight(queueId, afterSequence, nowMillis);
    }

    @Override
    public Map<Long, StoredMessage.Content> contents(long queueId, Collection<Long> sequences) {
        return real.contents(queueId, sequences);
    }

    @Override
    public long count(long queueId, long afterSequence) {
        return real.count(queueId, afterSequence);
    }

    @Override
    public List<MessageChange.Accepted> accepted(long queueId, long nowMillis, int limit) {
        return real.accepted(queueId, nowMillis, limit);
    }

    @Override
    public List<MessageChange.Accepted> accepted(long queueId, String scope, String id, long nowMillis) {
        return real.accepted(queueId, scope, id, nowMillis);
    }

    @Override
    public int removeExpired(long queueId, long beforeSequence, long nowMillis, int limit) {
        return real.removeExpired(queueId, beforeSequence, nowMillis, limit);
    }

    @Override
    public int removeGarbage(int limit) {
        return real.removeGarbage(limit);
    }

    @Override
    public List<MoveTask> moveTasks() {
        return real.moveTasks();
    }

    @Override
    public void put(MoveTask task) {
        real.put(task);
    }

    @Override
    public void deleteMoveTask(String handle) {
        real.deleteMoveTask(handle);
    }
}
