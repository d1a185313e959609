package dev.hearth.server;

import dev.hearth.services.pollerfleet.StreamPollers;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.ShardCatalog;
import dev.hearth.services.streamtracker.StreamTracker;
import java.util.concurrent.CompletionStage;

/**
 * The pollers of a stream.
 *
 * @param pollers of its shards
 */
record StreamRun(StreamPollers pollers) implements MappingRun {

    static StreamRun start(
            EventSourceMapping mapping, ShardCatalog stream, CheckpointStore checkpoints, PollerStarter starter) {
        return new StreamRun(StreamPollers.start(
                mapping,
                stream,
                StreamTracker.create(checkpoints, starter.ports()),
                checkpoints,
                starter.leasing(),
                starter.frontend(),
                starter.destinations(),
                starter.ports()));
    }

    @Override
    public String lastResult() {
        return pollers.lastResult();
    }

    @Override
    public void stop() {
        pollers.close();
    }

    @Override
    public CompletionStage<Void> ended() {
        return pollers.ended();
    }
}
