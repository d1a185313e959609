package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.dynamodb.ItemChange;
import dev.hearth.neighbours.dynamodb.ItemKey;
import dev.hearth.neighbours.dynamodb.TableStore;
import dev.hearth.neighbours.dynamodb.TableStore.Place;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items in memory must be those that are committed, at every moment. */
class HotItemsTest {

    private final HotItems hot = new HotItems(HotItems.MAX_BYTES);

    private static Place place(String key) {
        return new Place(1, new ItemKey(key.getBytes(StandardCharsets.UTF_8), new byte[0]));
    }

    private void bring(String key, int bytes) {
        Place place = place(key);
        hot.bring(place, new byte[bytes], hot.stamp(place));
    }

    @Test
    void whatWasReadIsFoundUntilItIsChanged() {
        bring("a", 3);
        assertThat(hot.find(place("a"))).hasSize(3);
        HotItems.Changes changes = hot.new Changes();
        changes.add(place("a"), new byte[4]);
        assertThat(hot.find(place("a"))).isNull();
        bring("a", 3);
        assertThat(hot.find(place("a"))).isNull();
        changes.end(true);
        assertThat(hot.find(place("a"))).hasSize(4);
    }

    @Test
    void whatWasReadBeforeAChangeIsNotBroughtAfterIt() {
        long before = hot.stamp(place("a"));
        HotItems.Changes changes = hot.new Changes();
        changes.add(place("a"), new byte[4]);
        long meanwhile = hot.stamp(place("a"));
        changes.end(true);
        hot.bring(place("a"), new byte[3], before);
        hot.bring(place("a"), new byte[3], meanwhile);
        assertThat(hot.find(place("a"))).isNull();
    }

    @Test
    void aFailedChangeAndARemovalLeaveNothing() {
        bring("a", 3);
        HotItems.Changes failed = hot.new Changes();
        failed.add(place("a"), new byte[4]);
        failed.end(false);
        assertThat(hot.find(place("a"))).isNull();
        bring("a", 3);
        HotItems.Changes changes = hot.new Changes();
        changes.add(place("a"), new byte[4]);
        changes.add(place("a"), null);
        changes.end(true);
        assertThat(hot.find(place("a"))).isNull();
    }

    @Test
    void thePlaceIsLimitedAndTheOldestGoFirst() {
        bring("large", HotItems.MAX_BYTES);
        assertThat(hot.find(place("large"))).isNull();
        for (int i = 0; i < 20_000; i++) {
            bring("item-" + i, 1_000);
        }
        int kept = 0;
        for (int i = 0; i < 20_000; i++) {
            kept += hot.find(place("item-" + i)) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(1_000, HotItems.MAX_BYTES / 1_000);
        assertThat(hot.find(place("item-19999"))).isNotNull();
        assertThat(hot.find(place("item-0"))).isNull();
        HotItems none = new HotItems(0);
        none.bring(place("a"), new byte[0], none.stamp(place("a")));
        assertThat(none.find(place("a"))).isNull();
    }

    /** Readers of both ways see an item grow and never shrink, and no less than what was acknowledged. */
    @Test
    void noReaderSeesAnOlderItemThanWasSeenOrAcknowledged(@TempDir Path folder) throws Exception {
        try (Database database = Database.sqlite(folder.resolve("hearth.db"), TestDatabase.TASKS);
                ExecutorService readers = Executors.newFixedThreadPool(3)) {
            VirtualPorts ports = new VirtualPorts(Instant.parse("2026-01-01T00:00:00Z"), 1);
            TableStore store = Stores.dynamoDb(database, ports.ports().time());
            ItemKey key = place("counter").key();
            write(store, key, 0);
            AtomicLong acknowledged = new AtomicLong();
            AtomicLong end = new AtomicLong(Long.MAX_VALUE);
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(readers.submit(() -> {
                    long last = 0;
                    long fromMemory = 0;
                    while (last < end.get()) {
                        long least = Math.max(last, acknowledged.get());
                        byte[] item = store.itemNow(1, key);
                        if (item == null) {
                            item = store.item(1, key);
                        } else {
                            fromMemory++;
                        }
                        last = ByteBuffer.wrap(item).getLong();
                        assertThat(last).isGreaterThanOrEqualTo(least);
                    }
                    return fromMemory;
                }));
            }
            for (long value = 1; value <= 300; value++) {
                write(store, key, value);
                acknowledged.set(value);
            }
            end.set(300);
            for (Future<Long> each : all) {
                assertThat(each.get()).isNotNegative();
            }
            assertThat(store.itemNow(1, key)).isNotNull();
        }
    }

    private static void write(TableStore store, ItemKey key, long value) {
        byte[] item = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        store.changeNow(_ -> new TableStore.Outcome<>(List.of(new ItemChange.Put(1, key, item)), value))
                .toCompletableFuture()
                .join();
    }

    /** A unit of work that was refused before it ran must not leave its callers waiting, nor those after them. */
    @Test
    void aDecisionIsToldWhenItsUnitNeverRan() {
        StorageException broken = new StorageException("the commit failed", new SQLException("gone"));
        Database database = (Database) Proxy.newProxyInstance(
                Database.class.getClassLoader(),
                new Class<?>[] {Database.class},
                (_, method, _) -> CompletableFuture.failedStage(broken));
        ItemJournal journal = new ItemJournal(
                database, new VirtualPorts(Instant.EPOCH, 1).ports().time(), hot);
        for (int i = 0; i < 2; i++) {
            CompletionStage<Integer> done = journal.change(_ -> new TableStore.Outcome<>(List.of(), 1));
            assertThatThrownBy(() -> done.toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCause(broken);
        }
    }
}
