package dev.hearth.server;

import dev.hearth.aws.dynamodb.RemoteStream;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.services.streamtracker.Position;
import dev.hearth.services.streamtracker.Shard;
import dev.hearth.services.streamtracker.ShardCatalog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A stream of a table that another endpoint has. It is asked again and again: nothing tells of new records. */
final class RemoteTableStream implements ShardCatalog {

    private static final String TASK = "dynamodb stream";

    /** Between two looks that found nothing; AWS allows five a second of all who read a shard. */
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** AWS's iterators end after 15 minutes. */
    private static final long ITERATOR_MILLIS = Duration.ofMinutes(10).toMillis();

    private final RemoteStream stream;
    private final String arn;
    private final Ports ports;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /** Where a shard's reader goes on that has found nothing behind {@code from}. */
    private record Place(Position from, String iterator, long madeMillis) {}

    RemoteTableStream(RemoteStream stream, String arn, Ports ports) {
        this.stream = stream;
        this.arn = arn;
        this.ports = ports;
    }

    @Override
    public String arn() {
        return arn;
    }

    @Override
    public String batchInfoName() {
        return "DDBStreamBatchInfo";
    }

    @Override
    public CompletionStage<List<Shard>> shards() {
        return ports.tasks().call(TASK, () -> {
            try {
                return stream.shards().stream()
                        .map(each -> new Shard(
                                each.id(), each.parent() == null ? List.of() : List.of(each.parent()), each.closed()))
                        .toList();
            } catch (FaultException refused) {
                if (refused.fault().kind() == Fault.Kind.NOT_FOUND) {
                    return List.of();
                }
                throw refused;
            }
        });
    }

    @Override
    public CompletionStage<Optional<String>> last(String shard) {
        return ports.tasks().call(TASK, () -> stream.last(shard));
    }

    @Override
    public CompletionStage<Page> read(String shard, Position from, int most, Duration wait) {
        if (from instanceof Position.End) {
            return CompletableFuture.completedStage(new Page(List.of(), true));
        }
        CompletableFuture<Page> page = new CompletableFuture<>();
        ports.tasks().start("dynamodb stream", () -> look(page, shard, from, most, wait));
        return page;
    }

    private void look(CompletableFuture<Page> page, String shard, Position from, int most, Duration wait) {
        try {
            String iterator = iterator(shard, from);
            RemoteStream.Read read = stream.read(iterator, most).orElse(null);
            if (read == null) {
                // Records that nobody has any more are passed over, as Lambda does.
                read = stream.read(stream.iterator(shard, null), most).orElse(new RemoteStream.Read(List.of(), null));
            }
            places.remove(shard);
            String next = read.next();
            if (!read.entries().isEmpty() || next == null) {
                List<Entry> entries =
                        read.entries().stream().map(RemoteTableStream::entry).toList();
                page.complete(new Page(entries, next == null));
                return;
            }
            places.put(shard, new Place(from, next, ports.time().millis()));
            if (!wait.isPositive()) {
                page.complete(new Page(List.of(), false));
                return;
            }
            Duration pause = wait.compareTo(PAUSE) < 0 ? wait : PAUSE;
            Timers.Timer unused = ports.timers()
                    .after(
                            pause,
                            () -> ports.tasks()
                                    .start("dynamodb stream", () -> look(page, shard, from, most, wait.minus(pause))));
            page.whenComplete((done, failure) -> unused.cancel());
        } catch (RuntimeException failed) {
            page.completeExceptionally(failed);
        }
    }

    private String iterator(String shard, Position from) {
        Place place = places.get(shard);
        if (place != null && place.from.equals(from) && ports.time().millis() - place.madeMillis < ITERATOR_MILLIS) {
            return place.iterator;
        }
        return stream.iterator(shard, after(from));
    }

    private static @Nullable String after(Position from) {
        return from instanceof Position.After(String sequence) ? sequence : null;
    }

    private static Entry entry(RemoteStream.Entry entry) {
        ByteBuffer json = ByteBuffer.wrap(entry.json());
        return new Entry(
                entry.sequence(), entry.key(), json, json.duplicate(), Instant.ofEpochSecond(entry.createdSeconds()));
    }
}
