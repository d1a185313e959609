package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.EventStore.Position;
import dev.hearth.services.queuemanager.EventStore.Tally;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both implementations of {@link EventStore} must do. */
@Tag("both-engines")
class EventStoreTest {

    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private static final int BYTES = 100;

    /** A store with its leases. */
    private record House(EventStore events, LeaseStore leases) {

        Lease lease(int queue) {
            return leases.grant(QueueManager.resource(queue), "me", Duration.ofSeconds(6))
                    .orElseThrow();
        }

        boolean settle(int queue, Lease lease, Settlement... settlements) {
            return events.settle(queue, lease.token(), List.of(settlements))
                    .toCompletableFuture()
                    .join();
        }
    }

    /** What a test does with a house. */
    private interface Test1 {
        void with(House house);
    }

    /** The implementations. */
    enum Kind {
        MEMORY,
        SQL
    }

    @TempDir
    private Path folder;

    private void with(Kind kind, Test1 test) {
        VirtualPorts ports = new VirtualPorts(START, 1);
        switch (kind) {
            case MEMORY -> {
                LeaseStore leases = LeaseStore.inMemory(ports);
                test.with(new House(
                        EventStore.inMemory((queue, token) ->
                                leases.isCurrent(new Lease(QueueManager.resource(queue), "me", token))),
                        leases));
            }
            case SQL -> {
                try (TestDatabase file = TestDatabase.in(folder)) {
                    test.with(new House(
                            Stores.events(file.database(), Runnable::run), Stores.leases(file.database(), ports)));
                }
            }
        }
    }

    private static Event event(String id, String function, @Nullable String tenant) {
        return new Event(
                id,
                function,
                "prod",
                ByteBuffer.wrap(new byte[BYTES]).asReadOnlyBuffer(),
                START,
                tenant == null ? null : "e30=",
                tenant == null ? null : "Root=1-a",
                tenant);
    }

    private static void append(House house, int queue, Event event) {
        house.events.append(queue, event).toCompletableFuture().join();
    }

    private static List<QueuedEvent> read(House house, int queue, Position after, Instant now) {
        return house.events.read(queue, after, now, 10, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void eventsAreReadInTheOrderOfAcceptanceFromTheirQueueOnly(Kind kind) {
        with(kind, house -> {
            IntStream.range(0, 25).forEach(i -> append(house, 1, event("r" + i, "f", null)));
            append(house, 2, event("other", "g", "blue"));
            List<QueuedEvent> first = read(house, 1, Position.START, START);
            assertThat(first)
                    .extracting(each -> each.event().requestId())
                    .startsWith("r0", "r1")
                    .hasSize(10);
            List<QueuedEvent> rest = house.events.read(1, Position.of(first.getLast()), START, 100, Long.MAX_VALUE);
            assertThat(rest)
                    .extracting(each -> each.event().requestId())
                    .startsWith("r10")
                    .endsWith("r24")
                    .hasSize(15);
            assertThat(read(house, 3, Position.START, START)).isEmpty();
            assertThat(read(house, 2, Position.START, START).getFirst().event()).isEqualTo(event("other", "g", "blue"));
            assertThat(first.getFirst().event()).isEqualTo(event("r0", "f", null));
            assertThat(house.events.tally()).containsExactlyInAnyOrder(new Tally(1, "f", 25), new Tally(2, "g", 1));
            assertThat(house.events.oldest()).contains(START);
        });
    }

    @ParameterizedTest
    @EnumSource
    void theQueuesInWhichSomethingIsDueAreFound(Kind kind) {
        with(kind, house -> {
            assertThat(house.events.dueQueues(START)).isEmpty();
            append(house, 7, event("r1", "f", null));
            append(house, 7, event("r2", "f", null));
            append(house, 1_003, event("r3", "g", null));
            append(house, 2, event("r4", "f", null));
            assertThat(house.events.dueQueues(START.minusMillis(1))).isEmpty();
            assertThat(house.events.dueQueues(START)).containsExactly(2, 7, 1_003);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aReadEndsWithItsBytesButBringsOne(Kind kind) {
        with(kind, house -> {
            IntStream.range(0, 5).forEach(i -> append(house, 1, event("r" + i, "f", null)));
            assertThat(house.events.read(1, Position.START, START, 10, 1)).hasSize(1);
            assertThat(house.events.read(1, Position.START, START, 10, 2 * BYTES))
                    .hasSize(2);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsToBeTriedAgainComesWhenItIsDueWithWhatIsKnownOfIt(Kind kind) {
        with(kind, house -> {
            append(house, 1, event("r", "f", null));
            Lease lease = house.lease(1);
            QueuedEvent first = read(house, 1, Position.START, START).getFirst();
            Instant due = START.plusSeconds(60);
            assertThat(house.settle(1, lease, new Settlement.Again(first, due, 1, 2, "{}")))
                    .isTrue();
            assertThat(read(house, 1, Position.START, due.minusMillis(1))).isEmpty();
            assertThat(house.events.nextDue(1, Position.of(first))).contains(due);
            QueuedEvent again = read(house, 1, Position.of(first), due).getFirst();
            assertThat(again).isEqualTo(new QueuedEvent(first.id(), 1, due, first.event(), 1, 2, "{}"));
            assertThat(house.settle(1, lease, new Settlement.Finished(again))).isTrue();
            assertThat(house.events.nextDue(1, Position.START)).isEmpty();
            assertThat(house.events.tally()).isEmpty();
            assertThat(house.events.oldest()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anOldHolderSettlesNothing(Kind kind) {
        with(kind, house -> {
            append(house, 1, event("r", "f", null));
            Lease old = house.lease(1);
            QueuedEvent event = read(house, 1, Position.START, START).getFirst();
            house.leases.release(old);
            Lease current = house.lease(1);
            assertThat(house.settle(1, old, new Settlement.Finished(event))).isFalse();
            assertThat(house.events.tally()).hasSize(1);
            assertThat(house.settle(1, current, new Settlement.Finished(event))).isTrue();
            assertThat(house.events.tally()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void ownersAreKept(Kind kind) {
        with(kind, house -> {
            house.events.putOwner(1_000, "f");
            house.events.putOwner(1_001, "f");
            house.events.putOwner(1_001, "g");
            house.events.putOwner(1_000, null);
            assertThat(house.events.owners()).isEqualTo(Map.of(1_001, "g"));
        });
    }

    @Test
    void whatWasAcceptedIsThereAfterReopeningAndNumbersGoOn() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            EventStore store = Stores.events(file.database(), Runnable::run);
            for (int i = 0; i < 10; i++) {
                store.append(1, event("r" + i, "f", "t")).toCompletableFuture().join();
            }
            EventStore again = Stores.events(file.reopen(), Runnable::run);
            again.append(1, event("r10", "f", "t")).toCompletableFuture().join();
            List<QueuedEvent> all = again.read(1, Position.START, START, 100, Long.MAX_VALUE);
            assertThat(all)
                    .extracting(each -> each.event().requestId())
                    .hasSize(11)
                    .endsWith("r10");
            assertThat(all).extracting(QueuedEvent::id).doesNotHaveDuplicates().isSorted();
        }
    }

    @Test
    void tooMuchThatWaitsIsRefusedAtOnceAndAClosedStoreRefusesEverything() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            EventStore store = Stores.events(file.database(), Runnable::run);
            CompletableFuture<Void> held = new CompletableFuture<>();
            // The writer waits, as it does for a disk that does not answer.
            file.database().submit(_ -> held.join());
            List<CompletableFuture<Void>> accepted = IntStream.range(0, EventAppender.WAITING_EVENTS + 5)
                    .mapToObj(i -> store.append(1, event("r" + i, "f", null)).toCompletableFuture())
                    .toList();
            assertThat(accepted.stream().filter(CompletableFuture::isCompletedExceptionally))
                    .hasSize(5);
            held.complete(null);
            accepted.stream().limit(EventAppender.WAITING_EVENTS).forEach(CompletableFuture::join);
            assertThat(store.tally()).containsExactly(new Tally(1, "f", EventAppender.WAITING_EVENTS));
            file.database().close();
            assertThatThrownBy(() -> store.append(1, event("late", "f", null))
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }
}
