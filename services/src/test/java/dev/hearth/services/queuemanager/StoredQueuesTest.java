package dev.hearth.services.queuemanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StoredQueuesTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final EventStore memory = EventStore.inMemory((_, _) -> true);
    private final QueueManager queues = QueueManager.create(memory, ports.ports());

    private static Event event(String function) {
        return new Event("r", function, "", ByteBuffer.allocate(1), Instant.EPOCH, null, null, null);
    }

    @Test
    void aFloodingFunctionGetsQueuesOfItsOwnAndGivesThemBackWhenTheyAreEmpty() {
        queues.accept(event("noisy"));
        queues.dedicate("noisy", 2);
        for (int i = 0; i < 10; i++) {
            queues.accept(event("noisy"));
        }
        queues.accept(event("quiet"));
        assertThat(depth(1_000)).isEqualTo(5);
        assertThat(depth(1_001)).isEqualTo(5);
        assertThat(queues.owners()).containsOnly(Map.entry(1_000, "noisy"), Map.entry(1_001, "noisy"));

        queues.retire(1_000);
        queues.accept(event("noisy"));
        assertThat(depth(1_001)).isEqualTo(6);
        queues.retire(1_000);
        assertThat(queues.owners()).as("not before it is empty").containsKey(1_000);
        settleAll(1_000);
        queues.retire(1_000);
        assertThat(queues.owners()).containsOnlyKeys(1_001);
        assertThat(QueueManager.create(memory, ports.ports()).owners()).containsOnlyKeys(1_001);
    }

    @Test
    void behindABacklogAFunctionsEventsGoToOneQueueForAWhileAndThenToAShorterOne() {
        for (long i = 0; i < QueueManager.SHARD * OwnedQueues.DEEP_EVENTS; i++) {
            queues.accept(event("busy"));
        }
        for (int i = 0; i < OwnedQueues.RUN_EVENTS * 8 - 32; i++) {
            queues.accept(event("busy"));
        }
        assertThat(depths()).hasSize(QueueManager.SHARD);
        long shortest = depths().values().stream().min(Long::compare).orElseThrow();
        assertThat(depths().values())
                .allSatisfy(depth -> assertThat(depth - shortest).isLessThanOrEqualTo(2L * OwnedQueues.RUN_EVENTS));
        Map<Integer, Long> settled = depths();
        queues.accept(event("busy"));
        Map<Integer, Long> once = depths();
        queues.accept(event("busy"));
        assertThat(changed(settled, once)).isEqualTo(changed(once, depths()));
    }

    private static int changed(Map<Integer, Long> before, Map<Integer, Long> after) {
        return after.entrySet().stream()
                .filter(queue -> !queue.getValue().equals(before.get(queue.getKey())))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private Map<Integer, Long> depths() {
        return queues.reports().stream().collect(Collectors.toMap(QueueReport::queue, QueueReport::depth));
    }

    @Test
    void countsAreFoundAgainAfterAStart() {
        queues.accept(event("a"));
        queues.accept(event("a"));
        queues.accept(event("b"));
        List<QueueReport> reports = QueueManager.create(memory, ports.ports()).reports();
        assertThat(reports.stream().mapToLong(QueueReport::depth).sum()).isEqualTo(3);
        assertThat(reports.stream()
                        .mapToLong(report -> report.functions().getOrDefault("a", 0L))
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void whoWaitsTooLongForTheStoreIsToldSoAndALateCommitStillCounts() {
        SlowStore slow = new SlowStore(memory);
        QueueManager waiting = QueueManager.create(slow, ports.ports());
        CompletableFuture<Void> answer = waiting.accept(event("a")).toCompletableFuture();
        ports.advance(StoredQueues.PATIENCE.minusMillis(1));
        assertThat(answer).isNotDone();
        ports.advance(StoredQueues.PATIENCE);
        assertThat(refusal(answer).detail()).isEqualTo(QueueManager.STORE_UNAVAILABLE);
        slow.open.getFirst().complete(null);
        assertThat(waiting.reports().getFirst().depth()).isEqualTo(1);
    }

    @Test
    void whatTheStoreRefusesIsNotCounted() {
        SlowStore slow = new SlowStore(memory);
        QueueManager waiting = QueueManager.create(slow, ports.ports());
        CompletableFuture<Void> answer = waiting.accept(event("a")).toCompletableFuture();
        slow.open.getFirst().completeExceptionally(new IllegalStateException("full"));
        assertThat(refusal(answer).detail()).isEqualTo(QueueManager.STORE_UNAVAILABLE);
        assertThat(waiting.reports()).isEmpty();
    }

    private static dev.hearth.core.Fault refusal(CompletableFuture<Void> answer) {
        try {
            answer.join();
        } catch (CompletionException e) {
            return ((FaultException) e.getCause()).fault();
        }
        throw new AssertionError("it was accepted");
    }

    private long depth(int queue) {
        return queues.reports().stream()
                .filter(report -> report.queue() == queue)
                .mapToLong(QueueReport::depth)
                .sum();
    }

    private void settleAll(int queue) {
        List<Settlement> all = new ArrayList<>();
        queues.read(queue, EventStore.Position.START, Instant.MAX.minusSeconds(1), 100, Long.MAX_VALUE)
                .forEach(event -> all.add(new Settlement.Finished(event)));
        queues.settle(queue, 1, all);
    }

    /** A store whose commits the test decides on. */
    private static final class SlowStore implements ForwardingEvents {
        private final EventStore inner;
        private final List<CompletableFuture<Void>> open = new ArrayList<>();

        SlowStore(EventStore inner) {
            this.inner = inner;
        }

        @Override
        public CompletionStage<Void> append(int queue, Event event) {
            CompletableFuture<Void> commit = new CompletableFuture<>();
            open.add(commit);
            return commit;
        }

        @Override
        public EventStore real() {
            return inner;
        }
    }
}
