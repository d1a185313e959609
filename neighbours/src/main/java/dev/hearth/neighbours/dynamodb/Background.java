package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on without a request: indexes are filled with what was in their tables, items expire, records of streams
 * get too old, and what was dropped is removed. Each is done in small units of work, so that requests come between.
 */
final class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /** How often it is looked for items that expired; AWS promises days. */
    static final Duration LOOK = Duration.ofSeconds(10);

    /** Items or rows of one unit of work. */
    private static final int UNIT = 200;

    private final Catalog catalog;
    private final TableStore store;
    private final Ports ports;
    private final Consumer<Table> changed;
    private boolean started;
    private boolean closed;
    private boolean running;
    private boolean again;
    private boolean alarmed;

    Background(Catalog catalog, TableStore store, Ports ports, Consumer<Table> changed) {
        this.catalog = catalog;
        this.store = store;
        this.ports = ports;
        this.changed = changed;
    }

    synchronized void start() {
        started = true;
        look();
    }

    synchronized void close() {
        closed = true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** There may be something to do. */
    synchronized void look() {
        if (!started || closed) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        ports.tasks().start("dynamodb background", this::run);
    }

    private void run() {
        try {
            work();
        } catch (RuntimeException failed) {
            if (!isClosed()) {
                LOG.error("DynamoDB's background work stops until the next look", failed);
            }
        }
        synchronized (this) {
            running = false;
            if (again) {
                again = false;
                look();
            } else {
                alarm();
            }
        }
    }

    /** Under the lock. */
    private void alarm() {
        boolean timed = catalog.all().values().stream()
                .anyMatch(each -> each.timeToLive() != null || !each.streams().isEmpty());
        if (timed && !alarmed && !closed) {
            alarmed = true;
            ports.timers().after(LOOK, () -> {
                synchronized (this) {
                    alarmed = false;
                    look();
                }
            });
        }
    }

    private void work() {
        for (String name : List.copyOf(catalog.all().keySet())) {
            Table table = catalog.find(name);
            if (table != null && !isClosed()) {
                fill(table);
                expire(table);
            }
        }
        if (isClosed()) {
            return;
        }
        store.trim(catalog.nowMillis() - Streams.RETENTION_MILLIS, catalog.nowMillis());
        while (!isClosed() && store.sweep(UNIT)) {
            Thread.yield();
        }
    }

    private void fill(Table table) {
        boolean whole = table.indexes().stream().allMatch(Table.Index::filled)
                && (table.timeToLive() == null || table.timeToLive().filled());
        if (whole) {
            return;
        }
        TableStore.@Nullable Start after = null;
        List<Map<String, AttributeValue>> page;
        do {
            page = page(table, after);
            if (isClosed() || catalog.find(table.name()) == null) {
                return;
            }
            index(table, page);
            if (!page.isEmpty()) {
                ItemKey key = table.keys().key(page.getLast());
                after = new TableStore.Start(key, key);
            }
        } while (page.size() == UNIT);
        filled(table);
    }

    private List<Map<String, AttributeValue>> page(Table table, TableStore.@Nullable Start after) {
        List<Map<String, AttributeValue>> page = new ArrayList<>();
        byte[] all = KeyBytes.segment(0, 1);
        store.read(table.id(), 0, new TableStore.Range.Segment(all, null, after), bytes -> {
            page.add(ItemCodec.decode(bytes));
            return page.size() < UNIT;
        });
        return page;
    }

    /** The items are read again on the writer: they may have changed since. */
    private void index(Table table, List<Map<String, AttributeValue>> page) {
        RoomWrites.await(store.change(reader -> {
            Table now = catalog.find(table.name());
            List<ItemChange> changes = new ArrayList<>();
            if (now != null && now.id() == table.id()) {
                for (Map<String, AttributeValue> each : page) {
                    ItemKey key = table.keys().key(each);
                    entries(now, key, RoomWrites.read(reader, now, key), changes);
                }
            }
            return new TableStore.Outcome<>(changes, page.size());
        }));
    }

    private static void entries(
            Table table, ItemKey key, @Nullable Map<String, AttributeValue> item, List<ItemChange> changes) {
        for (Table.Index index : table.indexes()) {
            ItemKey entry = index.filled() ? null : ItemChanges.entry(index.keys(), item);
            if (entry != null) {
                changes.add(new ItemChange.PutEntry(index.id(), entry, key));
            }
        }
        Table.TimeToLive expiry = table.timeToLive();
        ItemKey entry = expiry == null || expiry.filled() ? null : Expiry.entry(expiry, item);
        if (expiry != null && entry != null) {
            changes.add(new ItemChange.PutEntry(expiry.id(), entry, key));
        }
    }

    /** Only what was there when the filling began is full now. */
    private void filled(Table table) {
        try {
            catalog.change(table.name(), now -> {
                List<Table.Index> indexes = now.indexes().stream()
                        .map(each -> table.indexes().stream().anyMatch(old -> old.id() == each.id())
                                ? each.asFilled()
                                : each)
                        .toList();
                Table.TimeToLive expiry = now.timeToLive();
                Table.TimeToLive before = table.timeToLive();
                if (expiry != null && before != null && expiry.id() == before.id()) {
                    expiry = new Table.TimeToLive(expiry.attribute(), expiry.id(), true);
                }
                return Catalog.Changed.only(
                        now.withIndexes(indexes, now.attributes()).withTimeToLive(expiry));
            });
        } catch (FaultException gone) {
            if (gone.fault().kind() != Fault.Kind.NOT_FOUND) {
                throw gone;
            }
        }
    }

    private void expire(Table table) {
        Table.TimeToLive expiry = table.timeToLive();
        if (expiry == null) {
            return;
        }
        int removed;
        do {
            long now = catalog.nowMillis() / 1000;
            List<ItemKey> keys = new ArrayList<>();
            store.read(table.id(), expiry.id(), Expiry.over(now), bytes -> {
                keys.add(table.keys().key(ItemCodec.decode(bytes)));
                return keys.size() < UNIT;
            });
            removed = keys.isEmpty() ? 0 : remove(table, keys, now);
        } while (removed == UNIT && !isClosed());
    }

    private int remove(Table known, List<ItemKey> keys, long nowSeconds) {
        int removed = RoomWrites.await(store.change(reader -> {
            Table table = catalog.find(known.name());
            Table.TimeToLive expiry = table == null ? null : table.timeToLive();
            List<ItemChange> changes = new ArrayList<>();
            int count = 0;
            if (table != null && table.id() == known.id() && expiry != null) {
                ItemChanges.Around around = new ItemChanges.Around(catalog.nowMillis(), true, null);
                for (ItemKey key : keys) {
                    Map<String, AttributeValue> old = RoomWrites.read(reader, table, key);
                    if (old != null && Expiry.isOver(expiry, old, nowSeconds)) {
                        changes.addAll(ItemChanges.of(table, key, old, null, around));
                        count++;
                    }
                }
            }
            return new TableStore.Outcome<>(changes, count);
        }));
        changed.accept(known);
        return removed;
    }
}
