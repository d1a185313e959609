package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** SQS in virtual time over a store that can fail and be started anew. */
final class TestSqs {

    static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");

    final VirtualPorts ports;
    final FailingStore store;
    Sqs sqs;

    TestSqs(long seed) {
        this.ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), seed);
        this.store = new FailingStore(SqsStore.memory(), ports);
        this.sqs = Sqs.create(store, ports.ports(), SCOPE);
    }

    /** As after a crash: a new room over what the store has. */
    void restart() {
        sqs.close();
        ports.settle();
        sqs = Sqs.create(store, ports.ports(), SCOPE);
    }

    Queue queue(String name, String... attributes) {
        java.util.TreeMap<String, String> map = new java.util.TreeMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put(attributes[i], attributes[i + 1]);
        }
        return sqs.queues().create(name, map, Map.of());
    }

    Queue fifo(String name) {
        return queue(name, "FifoQueue", "true", "ContentBasedDeduplication", "true");
    }

    Sent send(Queue queue, String body) {
        return now(sqs.send(queue, SendMessage.of(body)));
    }

    Sent send(Queue queue, String body, String group, @Nullable String deduplicationId) {
        return now(sqs.send(queue, new SendMessage(body, Map.of(), null, group, deduplicationId, null)));
    }

    List<Received> receive(Queue queue, int most, int visibilitySeconds) {
        return now(sqs.receive(queue, new ReceiveMessages(most, visibilitySeconds, 0, null)));
    }

    CompletableFuture<List<Received>> poll(Queue queue, int waitSeconds) {
        CompletableFuture<List<Received>> wish = sqs.receive(queue, new ReceiveMessages(10, 30, waitSeconds, null));
        ports.settle();
        return wish;
    }

    void delete(Queue queue, Received received) {
        now(sqs.delete(queue, received.receiptHandle()));
    }

    <T> T now(CompletionStage<T> stage) {
        ports.settle();
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!future.isDone()) {
            throw new IllegalStateException("it waits");
        }
        try {
            return future.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    long cachedBytes() {
        return ((RoomSqs) sqs).cachedBytes().get();
    }

    void advance(Duration step) {
        ports.advance(step);
    }

    static List<String> bodies(List<Received> received) {
        return received.stream().map(each -> each.message().content().body()).toList();
    }
}
