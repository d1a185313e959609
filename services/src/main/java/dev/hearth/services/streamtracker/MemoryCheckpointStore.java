package dev.hearth.services.streamtracker;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link CheckpointStore} in memory. */
final class MemoryCheckpointStore implements CheckpointStore {

    private final LeaseStore leases;
    private final Map<String, Checkpoint> byResource = new TreeMap<>();

    MemoryCheckpointStore(LeaseStore leases) {
        this.leases = leases;
    }

    @Override
    public synchronized List<Checkpoint> checkpoints(String mapping) {
        return byResource.values().stream()
                .filter(each -> each.mapping().equals(mapping))
                .toList();
    }

    @Override
    public synchronized Optional<Checkpoint> checkpoint(String mapping, String shard, int lane) {
        return checkpoints(mapping).stream()
                .filter(each -> each.shard().equals(shard) && each.lane() == lane)
                .findFirst();
    }

    @Override
    public synchronized void begin(List<Checkpoint> lanes) {
        lanes.forEach(each -> forget(each.mapping(), each.shard()));
        lanes.forEach(each -> byResource.put(each.resource(), each));
    }

    @Override
    public synchronized CompletionStage<Boolean> move(Lease lease, Checkpoint to) {
        Checkpoint present = byResource.get(to.resource());
        boolean mine = present != null
                && present.lanes() == to.lanes()
                && lease.resource().equals(to.resource())
                && leases.isCurrent(lease);
        if (mine) {
            byResource.put(to.resource(), to);
        }
        return CompletableFuture.completedStage(mine);
    }

    @Override
    public synchronized void forget(String mapping, String shard) {
        byResource
                .values()
                .removeIf(each -> each.mapping().equals(mapping) && each.shard().equals(shard));
    }

    @Override
    public synchronized void forget(String mapping) {
        byResource.values().removeIf(each -> each.mapping().equals(mapping));
    }
}
