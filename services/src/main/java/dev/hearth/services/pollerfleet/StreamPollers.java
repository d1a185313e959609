package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.ShardCatalog;
import dev.hearth.services.streamtracker.StreamTracker;
import java.util.concurrent.CompletionStage;

/** The pollers of one event source mapping on a stream: one for each lane of a shard that deserves it. */
public interface StreamPollers extends AutoCloseable {

    /** Starts to look at the stream and to poll. */
    static StreamPollers start(
            EventSourceMapping mapping,
            ShardCatalog stream,
            StreamTracker tracker,
            CheckpointStore checkpoints,
            Leasing leasing,
            Frontend frontend,
            Destinations destinations,
            Ports ports) {
        TrackedStreamPollers pollers = new TrackedStreamPollers(
                mapping,
                stream,
                tracker,
                checkpoints,
                (source, plan) -> SourcePoller.start(
                        source, plan, ItemFilter.of(mapping.filters()), leasing, frontend, destinations, ports),
                ports);
        pollers.look();
        return pollers;
    }

    /** What came of the last batch, in AWS's words. */
    String lastResult();

    /** Completes when it was closed and nothing runs any more: only then may others poll the same mapping. */
    CompletionStage<Void> ended();

    /** Finishes what runs. Does not wait for it. */
    @Override
    void close();
}
