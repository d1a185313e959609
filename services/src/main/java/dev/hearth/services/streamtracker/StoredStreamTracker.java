package dev.hearth.services.streamtracker;

import dev.hearth.core.Ports;
import dev.hearth.services.registry.EventSourceMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The shell of {@link StreamTracker}. */
record StoredStreamTracker(CheckpointStore checkpoints, Ports ports) implements StreamTracker {

    @Override
    public CompletionStage<List<Checkpoint>> look(EventSourceMapping mapping, ShardCatalog stream) {
        CompletableFuture<List<Checkpoint>> found = new CompletableFuture<>();
        stream.shards().whenComplete((shards, thrown) -> {
            if (thrown != null) {
                found.completeExceptionally(thrown);
            } else {
                ports.tasks().start("shards-" + mapping.uuid(), () -> compare(mapping, stream, shards, found));
            }
        });
        return found;
    }

    private void compare(
            EventSourceMapping mapping,
            ShardCatalog stream,
            List<Shard> shards,
            CompletableFuture<List<Checkpoint>> found) {
        try {
            List<Checkpoint> present = checkpoints.checkpoints(mapping.uuid());
            if (ShardDecisions.needsTips(mapping, present)) {
                tips(stream, shards).whenComplete((tips, thrown) -> {
                    if (thrown != null) {
                        found.completeExceptionally(thrown);
                    } else {
                        ports.tasks()
                                .start(
                                        "shards-" + mapping.uuid(),
                                        () -> apply(
                                                mapping, ShardDecisions.look(mapping, shards, present, tips), found));
                    }
                });
            } else {
                apply(mapping, ShardDecisions.look(mapping, shards, present, Map.of()), found);
            }
        } catch (RuntimeException storeFailed) {
            found.completeExceptionally(storeFailed);
        }
    }

    private void apply(
            EventSourceMapping mapping, ShardDecisions.Look look, CompletableFuture<List<Checkpoint>> found) {
        try {
            look.begun().forEach(checkpoints::begin);
            look.gone().forEach(shard -> checkpoints.forget(mapping.uuid(), shard));
            found.complete(look.deserving());
        } catch (RuntimeException storeFailed) {
            found.completeExceptionally(storeFailed);
        }
    }

    private static CompletionStage<Map<String, Optional<String>>> tips(ShardCatalog stream, List<Shard> shards) {
        CompletionStage<Map<String, Optional<String>>> all = CompletableFuture.completedStage(new HashMap<>());
        for (Shard shard : shards) {
            if (!shard.closed()) {
                all = all.thenCombine(stream.last(shard.id()), (tips, last) -> {
                    tips.put(shard.id(), last);
                    return tips;
                });
            }
        }
        return all;
    }
}
