package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.frontend.ConcurrencyStore;
import dev.hearth.services.frontend.ConcurrencyStore.Provisioned;
import dev.hearth.services.frontend.ConcurrencyStore.Reserved;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlConcurrencyTest {

    private static final Instant THEN = Instant.parse("2026-11-23T15:00:00.123Z");

    @TempDir
    private Path folder;

    @Test
    void whatWasPutIsThereAfterReopening() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            ConcurrencyStore store = Stores.concurrency(file.database());
            store.put(new Reserved("hello", 3));
            store.put(new Reserved("hello", 0));
            store.put(new Provisioned("hello", "prod", 2, THEN.minusSeconds(1)));
            store.put(new Provisioned("hello", "prod", 5, THEN));

            ConcurrencyStore again = Stores.concurrency(file.reopen());
            assertThat(again.reserved()).containsExactly(new Reserved("hello", 0));
            assertThat(again.provisioned()).containsExactly(new Provisioned("hello", "prod", 5, THEN));
        }
    }

    @Test
    void whatWasDeletedIsGoneAndNothingElse() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            ConcurrencyStore store = Stores.concurrency(file.database());
            store.put(new Reserved("a", 1));
            store.put(new Reserved("b", 1));
            store.put(new Provisioned("a", "1", 1, THEN));
            store.put(new Provisioned("a", "2", 1, THEN));
            store.put(new Provisioned("b", "1", 1, THEN));

            store.deleteProvisioned("a", "1");
            assertThat(store.provisioned()).extracting(Provisioned::qualifier).containsExactlyInAnyOrder("2", "1");
            store.deleteReserved("b");
            assertThat(store.reserved()).extracting(Reserved::function).containsExactly("a");
            store.forget("a");
            assertThat(store.reserved()).isEmpty();
            assertThat(store.provisioned()).extracting(Provisioned::function).containsExactly("b");
        }
    }
}
