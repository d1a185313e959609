package dev.hearth.services.streamtracker;

import org.jspecify.annotations.Nullable;

/**
 * How far a lane of a shard is read for one event source mapping.
 *
 * @param lane of those that share the shard's keys, from 0
 * @param lanes how many share them: the mapping's parallelization factor when the row was made
 * @param position everything of the lane's keys before it is done
 * @param window the tumbling window that is open there, or null
 */
public record Checkpoint(
        String mapping,
        String shard,
        int lane,
        int lanes,
        Position position,
        @Nullable OpenWindow window) {

    /**
     * A tumbling window that has begun.
     *
     * @param startMillis milliseconds since the epoch
     * @param state what the function gave to its next invocation, JSON
     */
    public record OpenWindow(long startMillis, String state) {}

    /** Whether the lane has nothing more to read. */
    public boolean isEnd() {
        return position instanceof Position.End;
    }

    /** This lane, further on. */
    public Checkpoint at(Position further, @Nullable OpenWindow open) {
        return new Checkpoint(mapping, shard, lane, lanes, further, open);
    }

    /** What the lane's lease is taken on. */
    public String resource() {
        return "mapping/" + mapping + "/" + shard + "/" + lane;
    }
}
