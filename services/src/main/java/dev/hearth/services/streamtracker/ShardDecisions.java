package dev.hearth.services.streamtracker;

import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.StreamSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which lanes of which shards deserve a poller: pure functions. */
final class ShardDecisions {

    /**
     * What a look at a stream finds.
     *
     * @param begun lanes that are to be put in the place of what there is of their shards, before they are read
     * @param gone shards whose checkpoints are of no use any more
     * @param deserving lanes that deserve a poller
     */
    record Look(List<List<Checkpoint>> begun, List<String> gone, List<Checkpoint> deserving) {}

    private ShardDecisions() {}

    /** Whether {@link #look} needs to know the newest record of each open shard. */
    static boolean needsTips(EventSourceMapping mapping, List<Checkpoint> present) {
        return present.isEmpty() && mapping.stream().startingPosition().equals(StreamSettings.LATEST);
    }

    /** @param tips the newest record of each open shard, if {@link #needsTips} */
    static Look look(
            EventSourceMapping mapping,
            List<Shard> shards,
            List<Checkpoint> present,
            Map<String, Optional<String>> tips) {
        int factor = mapping.stream().parallelizationFactor();
        Map<String, List<Checkpoint>> byShard = new TreeMap<>();
        present.forEach(each ->
                byShard.computeIfAbsent(each.shard(), _ -> new ArrayList<>()).add(each));
        List<List<Checkpoint>> begun = new ArrayList<>();
        Map<String, List<Checkpoint>> now = new HashMap<>();
        for (Shard shard : shards) {
            List<Checkpoint> lanes = byShard.getOrDefault(shard.id(), List.of());
            if (lanes.isEmpty()) {
                lanes = lanes(mapping, shard, start(mapping, shard, present.isEmpty(), tips), factor);
                begun.add(lanes);
            } else if (lanes.getFirst().lanes() != factor && !isRead(lanes)) {
                lanes = lanes(mapping, shard, earliest(lanes), factor);
                begun.add(lanes);
            }
            now.put(shard.id(), lanes);
        }
        Set<String> gone = new HashSet<>(byShard.keySet());
        gone.removeAll(now.keySet());
        return new Look(begun, gone.stream().sorted().toList(), deserving(shards, now));
    }

    private static List<Checkpoint> deserving(List<Shard> shards, Map<String, List<Checkpoint>> now) {
        List<Checkpoint> deserving = new ArrayList<>();
        for (Shard shard : shards) {
            boolean parentsAreRead =
                    shard.parents().stream().map(now::get).allMatch(parent -> parent == null || isRead(parent));
            if (parentsAreRead) {
                now.getOrDefault(shard.id(), List.of()).stream()
                        .filter(lane -> !lane.isEnd())
                        .forEach(deserving::add);
            }
        }
        return deserving;
    }

    private static boolean isRead(List<Checkpoint> lanes) {
        return lanes.stream().allMatch(Checkpoint::isEnd);
    }

    private static Position earliest(List<Checkpoint> lanes) {
        return lanes.stream()
                .map(Checkpoint::position)
                .reduce(Position::earlier)
                .orElseThrow();
    }

    private static List<Checkpoint> lanes(EventSourceMapping mapping, Shard shard, Position from, int factor) {
        List<Checkpoint> lanes = new ArrayList<>();
        for (int lane = 0; lane < factor; lane++) {
            lanes.add(new Checkpoint(mapping.uuid(), shard.id(), lane, factor, from, null));
        }
        return lanes;
    }

    /** A shard that comes later goes on where others ended: nothing between may be missed. */
    private static Position start(
            EventSourceMapping mapping, Shard shard, boolean first, Map<String, Optional<String>> tips) {
        Instant time = mapping.stream().startingTimestamp();
        return switch (mapping.stream().startingPosition()) {
            case StreamSettings.LATEST -> first ? tip(shard, tips) : new Position.Oldest();
            case StreamSettings.AT_TIMESTAMP -> time == null ? new Position.Oldest() : new Position.At(time);
            default -> new Position.Oldest();
        };
    }

    private static Position tip(Shard shard, Map<String, Optional<String>> tips) {
        return shard.closed()
                ? new Position.End()
                : tips.getOrDefault(shard.id(), Optional.empty())
                        .<Position>map(Position.After::new)
                        .orElse(new Position.Oldest());
    }

    /** The lane of {@code lanes} that a key belongs to. */
    static int laneOf(String key, int lanes) {
        int hash = key.hashCode() * 0x9E3779B1;
        return Math.floorMod(hash ^ hash >>> 15, lanes);
    }
}
