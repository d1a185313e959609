package dev.hearth.server;

import dev.hearth.aws.dynamodb.DynamoDbApi;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.neighbours.dynamodb.Streams;
import dev.hearth.services.streamtracker.Position;
import dev.hearth.services.streamtracker.Shard;
import dev.hearth.services.streamtracker.ShardCatalog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One of DynamoDB's streams; it has one shard, and none any more when its table is gone. */
record TableStream(Streams streams, String arn, String region, Ports ports) implements ShardCatalog {

    private static final String TASK = "dynamodb stream";

    /** Records of one read; they are held in memory as JSON. */
    private static final int MAX_RECORDS = 1_000;

    @Override
    public String batchInfoName() {
        return "DDBStreamBatchInfo";
    }

    private Streams.@Nullable Source source() {
        try {
            return streams.get(arn);
        } catch (FaultException gone) {
            return null;
        }
    }

    @Override
    public CompletionStage<List<Shard>> shards() {
        return ports.tasks().call(TASK, () -> {
            Streams.Source source = source();
            return source == null
                    ? List.of()
                    : List.of(
                            new Shard(source.shard(), List.of(), source.stream().disabledMillis() != 0));
        });
    }

    @Override
    public CompletionStage<Optional<String>> last(String shard) {
        return ports.tasks().call(TASK, () -> {
            Streams.Source source = source();
            long newest = source == null ? 0 : streams.newest(source);
            return newest == 0 ? Optional.empty() : Optional.of(Streams.sequenceNumber(newest));
        });
    }

    @Override
    public CompletionStage<Page> read(String shard, Position from, int most, Duration wait) {
        CompletableFuture<Page> page = new CompletableFuture<>();
        long after = behind(from);
        ports.tasks().start("dynamodb stream", () -> complete(page, after, Math.min(most, MAX_RECORDS), wait));
        return page;
    }

    private static long behind(Position from) {
        return switch (from) {
            case Position.Oldest _ -> 0;
            case Position.At(Instant time) -> time.toEpochMilli() * 1_000 - 1;
            case Position.After(String sequence) -> Streams.sequence(sequence);
            case Position.End _ -> Long.MAX_VALUE;
        };
    }

    /** Looks now, and if there is nothing once more: when a record has come or the time is over. */
    private void complete(CompletableFuture<Page> page, long after, int most, Duration wait) {
        try {
            Streams.Source source = source();
            if (source == null) {
                page.complete(new Page(List.of(), true));
                return;
            }
            AtomicBoolean again = new AtomicBoolean();
            Runnable look = () -> {
                if (again.compareAndSet(false, true)) {
                    complete(page, after, most, Duration.ZERO);
                }
            };
            // Asked for before the look, so that nothing comes between.
            Runnable forget = wait.isPositive() ? streams.whenMore(source, look) : () -> {};
            page.whenComplete((done, failure) -> forget.run());
            List<Streams.Entry> entries = streams.read(source, after, most);
            boolean over = source.stream().disabledMillis() != 0;
            if (entries.isEmpty() && wait.isPositive() && !over) {
                Timers.Timer unused =
                        ports.timers().after(wait, () -> ports.tasks().start("dynamodb stream", look));
                page.whenComplete((done, failure) -> unused.cancel());
                return;
            }
            again.set(true);
            page.complete(
                    new Page(entries.stream().map(each -> entry(source, each)).toList(), over && entries.isEmpty()));
        } catch (RuntimeException failed) {
            page.completeExceptionally(failed);
        }
    }

    private Entry entry(Streams.Source source, Streams.Entry entry) {
        ByteBuffer json = ByteBuffer.wrap(DynamoDbApi.record(source, entry, region));
        return new Entry(
                Streams.sequenceNumber(entry.sequence()),
                entry.record().keyText(),
                json,
                json.duplicate(),
                Instant.ofEpochMilli(entry.record().createdMillis()));
    }
}
