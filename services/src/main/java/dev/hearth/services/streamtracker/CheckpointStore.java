package dev.hearth.services.streamtracker;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The durable memory of how far streams are read. A call that returned is committed; all but {@link #move} block. */
public interface CheckpointStore {

    /** All of a mapping. */
    List<Checkpoint> checkpoints(String mapping);

    /** One lane's. */
    Optional<Checkpoint> checkpoint(String mapping, String shard, int lane);

    /** Puts {@code lanes} in the place of all that there is of their shard. */
    void begin(List<Checkpoint> lanes);

    /**
     * Moves a lane that {@link #begin} put there.
     *
     * @return false, and without effect, when {@code lease} is not the lane's any more or the shard has other lanes by
     *     now
     */
    CompletionStage<Boolean> move(Lease lease, Checkpoint to);

    /** Forgets a shard that the stream does not list any more. */
    void forget(String mapping, String shard);

    /** Forgets a mapping. */
    void forget(String mapping);

    /** A store that forgets when the process ends, for tests and the simulation; its fence is {@code leases}. */
    static CheckpointStore inMemory(LeaseStore leases) {
        return new MemoryCheckpointStore(leases);
    }
}
