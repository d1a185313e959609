package dev.hearth.services.pollerfleet;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.streamtracker.Position;
import dev.hearth.services.streamtracker.Shard;
import dev.hearth.services.streamtracker.ShardCatalog;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A stream in memory and virtual time, whose shards tests open, write, close, split and trim. */
final class MemoryStream implements ShardCatalog {

    private static final Duration STEP = Duration.ofMillis(100);

    private static final class Log {
        private final List<String> parents;
        private final List<Entry> entries = new ArrayList<>();
        private boolean closed;

        private Log(List<String> parents) {
            this.parents = parents;
        }
    }

    private final VirtualPorts ports;
    private final Map<String, Log> shards = new LinkedHashMap<>();
    private long sequence = 100;

    MemoryStream(VirtualPorts ports) {
        this.ports = ports;
    }

    void open(String shard, String... parents) {
        shards.put(shard, new Log(List.of(parents)));
    }

    /** Writes a record whose data is {@code text}; answers its sequence number. */
    String put(String shard, String key, String text) {
        Log log = shards.get(shard);
        if (log.closed) {
            throw new IllegalStateException(shard + " is closed");
        }
        String number = Long.toString(sequence++);
        ByteBuffer json = FleetFixture.bytes("{\"data\":\"" + text + "\"}");
        log.entries.add(new Entry(number, key, json, json, ports.instant()));
        return number;
    }

    void close(String shard) {
        shards.get(shard).closed = true;
    }

    /** The stream forgets a shard with all that is in it. */
    void trim(String shard) {
        shards.remove(shard);
    }

    @Override
    public String arn() {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    }

    @Override
    public String batchInfoName() {
        return "KinesisBatchInfo";
    }

    @Override
    public CompletionStage<List<Shard>> shards() {
        List<Shard> all = new ArrayList<>();
        shards.forEach((id, log) -> all.add(new Shard(id, log.parents, log.closed)));
        return CompletableFuture.completedStage(all);
    }

    @Override
    public CompletionStage<Optional<String>> last(String shard) {
        List<Entry> entries = shards.get(shard).entries;
        return CompletableFuture.completedStage(
                entries.isEmpty()
                        ? Optional.empty()
                        : Optional.of(entries.getLast().sequence()));
    }

    @Override
    public CompletionStage<Page> read(String shard, Position from, int most, Duration wait) {
        CompletableFuture<Page> page = new CompletableFuture<>();
        look(shard, from, most, wait, page);
        return page;
    }

    private void look(String shard, Position from, int most, Duration left, CompletableFuture<Page> page) {
        Log log = shards.get(shard);
        if (log == null) {
            page.complete(new Page(List.of(), true));
            return;
        }
        List<Entry> found =
                log.entries.stream().filter(entry -> isBehind(entry, from)).toList();
        boolean nothingMore = log.closed && found.size() <= most;
        if (!found.isEmpty() || nothingMore || left.isZero() || left.isNegative()) {
            page.complete(new Page(found.subList(0, Math.min(most, found.size())), nothingMore));
            return;
        }
        ports.after(STEP, () -> look(shard, from, most, left.minus(STEP), page));
    }

    private static boolean isBehind(Entry entry, Position from) {
        return switch (from) {
            case Position.Oldest _ -> true;
            case Position.At(var time) -> !entry.arrived().isBefore(time);
            case Position.After(String number) ->
                new BigInteger(entry.sequence()).compareTo(new BigInteger(number)) > 0;
            case Position.End _ -> false;
        };
    }
}
