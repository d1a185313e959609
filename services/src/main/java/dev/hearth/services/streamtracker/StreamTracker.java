package dev.hearth.services.streamtracker;

import dev.hearth.core.Ports;
import dev.hearth.services.registry.EventSourceMapping;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Looks at streams and says which lanes of their shards deserve a poller. */
public interface StreamTracker {

    /** A tracker over what {@code checkpoints} keeps. */
    static StreamTracker create(CheckpointStore checkpoints, Ports ports) {
        return new StoredStreamTracker(checkpoints, ports);
    }

    /** The lanes that deserve a poller now; where each begins is durable when this completes. Does not block. */
    CompletionStage<List<Checkpoint>> look(EventSourceMapping mapping, ShardCatalog stream);

    /** The lane of {@code lanes} that a key belongs to. */
    static int laneOf(String key, int lanes) {
        return ShardDecisions.laneOf(key, lanes);
    }
}
