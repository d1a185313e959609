package dev.hearth.neighbours.sqs;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** What happened in one queue, counted when it is durable. */
final class Traffic {

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder emptyReceives = new LongAdder();

    <S extends CompletionStage<?>> S sends(S stage) {
        return counted(stage, sent);
    }

    <S extends CompletionStage<?>> S deletes(S stage) {
        return counted(stage, deleted);
    }

    /** The stage itself, so that its caller may still end it. */
    private static <S extends CompletionStage<?>> S counted(S stage, LongAdder counter) {
        stage.whenComplete((_, failure) -> {
            if (failure == null) {
                counter.increment();
            }
        });
        return stage;
    }

    <S extends CompletionStage<List<Received>>> S receives(S stage) {
        stage.whenComplete((messages, failure) -> {
            if (failure == null) {
                received.add(messages.size());
                emptyReceives.add(messages.isEmpty() ? 1 : 0);
            }
        });
        return stage;
    }

    QueueReport report(String name, MessageCounts counts, long oldestMillis) {
        return new QueueReport(
                name, counts, oldestMillis, sent.sum(), received.sum(), deleted.sum(), emptyReceives.sum());
    }

    /** Adds {@code other}'s numbers to these. */
    void add(Traffic other) {
        sent.add(other.sent.sum());
        received.add(other.received.sum());
        deleted.add(other.deleted.sum());
        emptyReceives.add(other.emptyReceives.sum());
    }
}
