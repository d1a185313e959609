package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.outbox.DeadLetter;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.RetryRule;
import dev.hearth.neighbours.outbox.StoredPosting;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlOutboxTest {

    private static final Posting FULL = new Posting(
            "lane",
            true,
            new Parcel(
                    "arn:aws:sqs:us-east-1:000000000000:q",
                    "{\"a\":\"ü\"}",
                    Map.of("n", new Parcel.Attribute("Number", "1")),
                    Map.of(Parcel.GROUP, "g")),
            RetryRule.SNS_INSIDE,
            new DeadLetter("arn:aws:sqs:us-east-1:000000000000:d", DeadLetter.Style.EVENTS, Map.of("RULE_ARN", "r")));
    private static final Posting PLAIN =
            new Posting("other", false, Parcel.of("http://x/", ""), RetryRule.EVENTS, null);

    @TempDir
    private Path folder;

    @Test
    void keepsPostingsWholeAndInOrderOverARestart() {
        List<StoredPosting> added;
        try (TestDatabase file = TestDatabase.in(folder)) {
            OutboxStore store = Stores.outbox(file.database());
            added = store.add(List.of(FULL, PLAIN, FULL), 5)
                    .toCompletableFuture()
                    .join();
            store.remove(added.get(2).id()).toCompletableFuture().join();
            store = Stores.outbox(file.reopen());

            assertThat(store.lanes()).containsExactlyInAnyOrder("lane", "other");
            assertThat(store.read("lane", 0, 10)).containsExactly(added.get(0));
            assertThat(store.read("other", 0, 10)).containsExactly(added.get(1));
            assertThat(store.read("lane", added.get(0).id(), 10)).isEmpty();
            assertThat(store.add(List.of(PLAIN), 6)
                            .toCompletableFuture()
                            .join()
                            .getFirst()
                            .id())
                    .isGreaterThan(added.get(1).id());
        }
    }

    @Test
    void keepsWhatBecameOfAPosting() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            OutboxStore store = Stores.outbox(file.database());
            StoredPosting added =
                    store.add(List.of(FULL), 5).toCompletableFuture().join().getFirst();
            StoredPosting later = new StoredPosting(
                    added.id(), new Posting("lane", true, FULL.parcel(), RetryRule.EVENTS, null), 7, 2, 99);

            store.update(later).toCompletableFuture().join();
            assertThat(store.read("lane", 0, 10)).containsExactly(later);

            store.removeLane("lane").toCompletableFuture().join();
            assertThat(store.lanes()).isEmpty();
        }
    }

    /** The removal is that of the event's own unit of work: nobody calls {@code remove} here. */
    @Test
    void whatCarriesAPostingByOneWriteTakesItAlong() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            OutboxStore store = Stores.outbox(file.database());
            EventStore events = Stores.events(file.database(), Runnable::run);
            List<StoredPosting> added =
                    store.add(List.of(PLAIN, PLAIN), 5).toCompletableFuture().join();

            store.carrying(added.getFirst().id(), () -> events.append(1, event()))
                    .toCompletableFuture()
                    .join();
            store.carrying(added.getLast().id(), () -> "no write");
            events.append(1, event()).toCompletableFuture().join();

            assertThat(store.read("other", 0, 10)).containsExactly(added.getLast());
            assertThat(events.tally()).extracting(EventStore.Tally::events).containsExactly(2L);
        }
    }

    private static Event event() {
        return new Event("id", "function", "$LATEST", ByteBuffer.allocate(0), Instant.EPOCH, null, null, null);
    }
}
