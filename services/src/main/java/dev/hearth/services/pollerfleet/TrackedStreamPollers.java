package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.StreamSettings;
import dev.hearth.services.streamtracker.Checkpoint;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.ShardCatalog;
import dev.hearth.services.streamtracker.StreamTracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link StreamPollers}. */
final class TrackedStreamPollers implements StreamPollers {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedStreamPollers.class);

    /** How often the stream's shards are looked at, beside the ends of shards. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final EventSourceMapping mapping;
    private final ShardCatalog stream;
    private final StreamTracker tracker;
    private final CheckpointStore checkpoints;
    private final BiFunction<EventSource, SourcePlan, SourcePoller> starter;
    private final Ports ports;
    private final Map<String, SourcePoller> running = new TreeMap<>();
    private final List<SourcePoller> ending = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private String problem = "";
    private Timers.@Nullable Timer nextLook;
    private boolean looking;
    private boolean closed;

    TrackedStreamPollers(
            EventSourceMapping mapping,
            ShardCatalog stream,
            StreamTracker tracker,
            CheckpointStore checkpoints,
            BiFunction<EventSource, SourcePlan, SourcePoller> starter,
            Ports ports) {
        this.mapping = mapping;
        this.stream = stream;
        this.tracker = tracker;
        this.checkpoints = checkpoints;
        this.starter = starter;
        this.ports = ports;
    }

    synchronized void look() {
        if (looking || closed) {
            return;
        }
        looking = true;
        tracker.look(mapping, stream).whenComplete(this::looked);
    }

    private synchronized void looked(List<Checkpoint> deserving, Throwable thrown) {
        looking = false;
        if (closed) {
            endIfOver();
            return;
        }
        if (thrown != null) {
            LOG.warn("the shards of {} could not be looked at: {}", stream.arn(), thrown.toString());
            problem = "PROBLEM: Internal service error.";
        } else {
            problem = "";
            apply(deserving);
        }
        if (nextLook != null) {
            nextLook.cancel();
        }
        nextLook = ports.timers().after(LOOK, this::look);
    }

    private void apply(List<Checkpoint> deserving) {
        Set<String> wanted = deserving.stream().map(Checkpoint::resource).collect(Collectors.toSet());
        running.entrySet().removeIf(entry -> {
            boolean over = !wanted.contains(entry.getKey());
            if (over) {
                stop(entry.getValue());
            }
            return over;
        });
        for (Checkpoint lane : deserving) {
            if (!running.containsKey(lane.resource())) {
                StreamSettings settings = mapping.stream();
                ShardSource source =
                        new ShardSource(stream, checkpoints, lane, Duration.ofSeconds(settings.tumblingSeconds()));
                SourcePoller poller = starter.apply(source, plan(lane));
                running.put(lane.resource(), poller);
                // The children of a shard need not wait for the next look.
                poller.ended().thenRun(() -> ports.tasks().start("shard-ended", this::look));
            }
        }
    }

    private SourcePlan plan(Checkpoint lane) {
        StreamSettings settings = mapping.stream();
        return new SourcePlan(
                lane.resource(),
                mapping.functionArn(),
                mapping.batchSize(),
                Duration.ofSeconds(mapping.windowSeconds()),
                SourcePlan.OnError.RETRY,
                mapping.partialResponses(),
                settings.maximumRetries(),
                Duration.ofSeconds(Math.max(0, settings.maximumAgeSeconds())),
                settings.bisect(),
                Duration.ofSeconds(settings.tumblingSeconds()),
                settings.onFailure());
    }

    private void stop(SourcePoller poller) {
        poller.close();
        ending.add(poller);
        poller.ended().thenRun(() -> ports.tasks().start("poller-ended", () -> forget(poller)));
    }

    private synchronized void forget(SourcePoller poller) {
        ending.remove(poller);
        endIfOver();
    }

    private void endIfOver() {
        if (closed && ending.isEmpty() && !looking) {
            ended.complete(null);
        }
    }

    @Override
    public synchronized String lastResult() {
        return problem.isEmpty()
                ? running.values().stream()
                        .map(SourcePoller::lastResult)
                        .filter(result -> !result.isEmpty())
                        .max(String::compareTo)
                        .orElse("")
                : problem;
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (nextLook != null) {
            nextLook.cancel();
        }
        running.values().forEach(this::stop);
        running.clear();
        endIfOver();
    }
}
