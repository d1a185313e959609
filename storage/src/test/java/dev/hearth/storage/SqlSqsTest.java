package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.neighbours.sqs.MessageAttribute;
import dev.hearth.neighbours.sqs.MessageChange;
import dev.hearth.neighbours.sqs.MoveTask;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.SqsStore;
import dev.hearth.neighbours.sqs.StoredMessage;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on SQL beside the one in memory: the same changes, the same answers. */
@Tag("both-engines")
class SqlSqsTest {

    private static final Queue QUEUE = new Queue(7, "a", Map.of("DelaySeconds", "3"), Map.of("k", "v"), 1, 2, 0);
    private static final Queue OTHER = new Queue(8, "b.fifo", Map.of(), Map.of(), 1L << 41, 2, 0);

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("hearth.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    private static SqsStore open(TestDatabase file) {
        return Stores.sqs(file.database(), (name, work) -> work.run());
    }

    @Test
    void queuesAndMoveTasksAreThereAfterReopening() {
        MoveTask task = new MoveTask("h", "source", null, 5, MoveTask.Status.RUNNING, 1, 1L << 40, 3, "");
        MoveTask other = new MoveTask("i", "source", "there", null, MoveTask.Status.FAILED, 0, 0, 3, "why");
        try (TestDatabase file = TestDatabase.in(folder)) {
            SqsStore store = open(file);
            store.put(QUEUE);
            store.put(OTHER);
            store.put(task);
            store.put(other);
            store.put(new MoveTask("j", "x", null, null, MoveTask.Status.COMPLETED, 0, 0, 0, ""));
            store.deleteMoveTask("j");
            file.reopen();
            assertThat(open(file).queues()).containsExactlyInAnyOrder(QUEUE, OTHER);
            assertThat(open(file).moveTasks()).containsExactlyInAnyOrder(task, other);
            assertThatThrownBy(() -> open(file).put(new Queue(9, "a", Map.of(), Map.of(), 0, 0, 0)))
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void itAnswersAsTheStoreInMemoryDoes() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            List<SqsStore> both = List.of(open(file), SqsStore.memory());
            for (SqsStore store : both) {
                store.put(QUEUE);
                store.put(OTHER);
            }
            for (int step = 0; step < 300; step++) {
                List<MessageChange> changes = changes();
                for (SqsStore store : both) {
                    store.write(changes).toCompletableFuture().join();
                }
                if (step % 20 == 0) {
                    compare(both.get(0), both.get(1));
                }
            }
            for (SqsStore store : both) {
                store.removeExpired(7, 60, 500, 1_000);
                store.put(new Queue(8, "b.fifo", Map.of(), Map.of(), 0, 0, 120));
                while (store.removeGarbage(10) == 10) {
                    // Until nothing is left.
                }
            }
            compare(both.get(0), both.get(1));
            assertThat(both.get(0).count(8, 0)).isEqualTo(both.get(0).count(8, 120));
        }
    }

    private void compare(SqsStore sql, SqsStore memory) {
        for (long queue : new long[] {7, 8}) {
            assertThat(readable(sql.messages(queue, 20, 50)))
                    .as("seed %d", seed)
                    .isEqualTo(readable(memory.messages(queue, 20, 50)));
            assertThat(readable(sql.inFlight(queue, 0, 500))).isEqualTo(readable(memory.inFlight(queue, 0, 500)));
            assertThat(sql.count(queue, 100)).isEqualTo(memory.count(queue, 100));
            List<Long> some = List.of(1L, 50L, 51L, 52L, 150L);
            assertThat(sql.contents(queue, some).keySet())
                    .isEqualTo(memory.contents(queue, some).keySet());
            assertThat(sql.accepted(queue, "", "d3", 400)).isEqualTo(memory.accepted(queue, "", "d3", 400));
            assertThat(sql.accepted(queue, 400, 1_000))
                    .containsExactlyInAnyOrderElementsOf(memory.accepted(queue, 400, 1_000));
        }
    }

    /** Arrays are compared by their contents. */
    private static List<String> readable(List<StoredMessage> messages) {
        return messages.stream()
                .map(message -> message.toString().replaceAll("\\[B@\\w+", "")
                        + message.content().attributes().values().stream()
                                .map(MessageAttribute::bytes)
                                .map(java.util.Arrays::toString)
                                .toList())
                .toList();
    }

    private List<MessageChange> changes() {
        List<MessageChange> changes = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            changes.add(change());
        }
        return changes;
    }

    private long next = 1;

    private MessageChange change() {
        long queue = 7 + random.nextInt(2);
        long sequence = 1 + random.nextLong(next);
        return switch (random.nextInt(8)) {
            case 0 ->
                new MessageChange.Hidden(
                        queue,
                        sequence,
                        random.nextInt(1_000),
                        random.nextInt(5),
                        random.nextInt(9),
                        random.nextInt(3));
            case 1 -> new MessageChange.Removed(queue, sequence);
            case 2 -> new MessageChange.RemovedBy(queue, sequence, random.nextInt(3));
            case 3 ->
                new MessageChange.Moved(
                        queue, sequence, 15 - queue, next++, 5, random.nextBoolean() ? "" : "arn", random.nextInt(2));
            case 4 ->
                new MessageChange.Accepted(
                        queue,
                        random.nextBoolean() ? "" : "g",
                        "d" + random.nextInt(9),
                        sequence,
                        "id",
                        next * 1_000 + random.nextInt(1_000));
            default -> new MessageChange.Added(queue, message());
        };
    }

    private StoredMessage message() {
        Map<String, MessageAttribute> attributes = random.nextInt(3) > 0
                ? Map.of()
                : Map.of(
                        "t", new MessageAttribute("String", "täxt", null),
                        "b", new MessageAttribute("Binary.x", null, new byte[] {0, -1, 2}));
        Content content = new Content(
                "id" + next,
                "é".repeat(1 + random.nextInt(2) * 5_000),
                attributes,
                random.nextInt(100),
                random.nextBoolean() ? null : "group",
                random.nextBoolean() ? null : "dedup",
                random.nextBoolean() ? null : "trace",
                null);
        return new StoredMessage(next++, content, random.nextInt(1_000), 0, 0, 0);
    }

    @Test
    void aGroupOfWritesThatCannotBeAppliedIsRefused() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            SqsStore store = open(file);
            StoredMessage message = message();
            store.write(List.of(new MessageChange.Added(7, message)))
                    .toCompletableFuture()
                    .join();
            CompletableFuture<Void> twice =
                    store.write(List.of(new MessageChange.Added(7, message))).toCompletableFuture();
            assertThatThrownBy(twice::join).isInstanceOf(CompletionException.class);
            store.write(List.of(new MessageChange.Removed(7, message.sequence())))
                    .toCompletableFuture()
                    .join();
            assertThat(store.count(7, 0)).isZero();
        }
    }
}
