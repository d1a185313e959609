package dev.hearth.services.streamtracker;

import java.util.List;

/**
 * A part of a stream whose records have an order.
 *
 * @param id as the stream names it
 * @param parents the shards that it goes on from; those that the stream does not list any more count as read
 * @param closed whether nothing is written to it any more
 */
public record Shard(String id, List<String> parents, boolean closed) {

    public Shard {
        parents = List.copyOf(parents);
    }
}
