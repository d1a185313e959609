package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.KafkaSettings;
import dev.hearth.services.registry.MappingExtras;
import dev.hearth.services.registry.MappingStore;
import dev.hearth.services.registry.StreamSettings;
import dev.hearth.services.streamtracker.Checkpoint;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of streams and of the mappings that read them. */
@Tag("both-engines")
class SqlCheckpointsTest {

    private static final Instant THEN = Instant.parse("2026-11-25T12:00:00.123Z");

    private final VirtualPorts ports = new VirtualPorts(THEN, 1);

    @TempDir
    private Path folder;

    private static Checkpoint lane(int lane, int lanes, Position position) {
        return new Checkpoint("m", "shard-1", lane, lanes, position, null);
    }

    private static boolean moved(CheckpointStore store, Lease lease, Checkpoint to) {
        return store.move(lease, to).toCompletableFuture().join();
    }

    @Test
    void aLaneMovesUnderTheCurrentLeaseAloneAndKeepsItsWindow() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            LeaseStore leases = Stores.leases(file.database(), ports);
            CheckpointStore store = Stores.checkpoints(file.database());
            Checkpoint first = lane(0, 2, new Position.Oldest());
            store.begin(List.of(first, lane(1, 2, new Position.At(THEN))));
            Lease old =
                    leases.grant(first.resource(), "one", Duration.ofSeconds(6)).orElseThrow();
            Checkpoint further = first.at(new Position.After("17"), new Checkpoint.OpenWindow(60_000, "{\"n\":1}"));
            assertThat(moved(store, old, further)).isTrue();

            leases.endOthers("two");
            Lease current =
                    leases.grant(first.resource(), "two", Duration.ofSeconds(6)).orElseThrow();
            assertThat(moved(store, old, first.at(new Position.End(), null))).isFalse();
            assertThat(moved(store, current, lane(0, 3, new Position.End()))).isFalse();
            assertThat(moved(store, current, lane(1, 2, new Position.End()))).isFalse();

            CheckpointStore again = Stores.checkpoints(file.reopen());
            assertThat(again.checkpoints("m")).containsExactly(further, lane(1, 2, new Position.At(THEN)));
            assertThat(again.checkpoint("m", "shard-1", 0)).contains(further);
        }
    }

    @Test
    void newLanesTakeThePlaceOfAllOthersAndWhatIsForgottenIsGone() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            CheckpointStore store = Stores.checkpoints(file.database());
            store.begin(List.of(lane(0, 2, new Position.End()), lane(1, 2, new Position.After("5"))));
            store.begin(List.of(lane(0, 1, new Position.After("5"))));
            assertThat(store.checkpoints("m")).containsExactly(lane(0, 1, new Position.After("5")));
            store.forget("m", "shard-2");
            assertThat(store.checkpoints("m")).hasSize(1);
            store.forget("m", "shard-1");
            assertThat(store.checkpoints("m")).isEmpty();
        }
    }

    @Test
    void aMappingIsWhatItWasAfterReopening() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            EventSourceMapping mapping = new EventSourceMapping(
                    "u",
                    "arn:aws:lambda:us-east-1:000000000000:function:f",
                    "",
                    true,
                    100,
                    5,
                    List.of("{\"value\":[1]}"),
                    true,
                    0,
                    new StreamSettings(3, "AT_TIMESTAMP", THEN, 60, 7, true, 30, "arn:aws:sqs:::q"),
                    new KafkaSettings(
                            List.of("a:1", "b:2"),
                            List.of("t"),
                            "g",
                            List.of(new KafkaSettings.Access("VPC_SUBNET", "s"))),
                    new MappingExtras(2, 4, "group", List.of("EventCount"), "", Map.of("team", "red")),
                    THEN);
            Stores.mappings(file.database()).put(mapping);
            MappingStore again = Stores.mappings(file.reopen());
            assertThat(again.mappings()).containsExactly(mapping);
        }
    }
}
