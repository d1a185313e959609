package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All tables as they are now. They change on the store's writer, in the unit of work that saves the change. */
final class Catalog {

    private final TableStore store;
    private final Ports ports;
    private final AwsScope scope;
    private final NavigableMap<String, Table> byName = new ConcurrentSkipListMap<>();
    private final AtomicLong lastId = new AtomicLong();

    Catalog(TableStore store, Ports ports, AwsScope scope) {
        this.store = store;
        this.ports = ports;
        this.scope = scope;
        load();
    }

    private void load() {
        List<Table> all = store.tables();
        byName.clear();
        all.forEach(table -> byName.put(table.name(), table));
    }

    NavigableMap<String, Table> all() {
        return byName;
    }

    @Nullable
    Table find(String name) {
        return byName.get(name);
    }

    /** A table for an operation on what is in it. */
    Table need(String name) {
        Table table = byName.get(plain(name));
        if (table == null) {
            throw DynamoDbError.NOT_FOUND.because("Requested resource not found");
        }
        return table;
    }

    /** A table for an operation on its settings. */
    Table needNamed(String name) {
        Table table = byName.get(plain(name));
        if (table == null) {
            throw DynamoDbError.NOT_FOUND.because("Requested resource not found: Table: " + plain(name) + " not found");
        }
        return table;
    }

    /** The name, where an ARN may stand too. */
    String plain(String name) {
        String start = scope.arn("dynamodb", "table/");
        return name.startsWith(start) ? name.substring(start.length()) : name;
    }

    String arn(Table table) {
        return scope.arn("dynamodb", "table/" + table.name());
    }

    /** A number that no table, index or stream had before; grows with time. */
    long newId() {
        long now = ports.time().millis() << 8;
        return lastId.updateAndGet(last -> Math.max(last + 1, now));
    }

    long nowMillis() {
        return ports.time().millis();
    }

    /** Makes one table of another, with what else changes along; the new one. */
    Table change(String name, Function<Table, Changed> change) {
        return await(store.change(_ -> {
            Table before = needNamed(name);
            Changed changed = change.apply(before);
            byName.put(before.name(), changed.table());
            changed.more().addFirst(new ItemChange.SaveTable(changed.table()));
            return new TableStore.Outcome<>(changed.more(), changed.table());
        }));
    }

    /** @param more can be added to */
    record Changed(Table table, List<ItemChange> more) {

        static Changed only(Table table) {
            return new Changed(table, new java.util.ArrayList<>());
        }
    }

    Table add(Table table) {
        return await(store.change(_ -> {
            if (byName.containsKey(table.name())) {
                throw DynamoDbError.IN_USE.because("Table already exists: " + table.name());
            }
            byName.put(table.name(), table);
            return new TableStore.Outcome<>(List.of(new ItemChange.SaveTable(table)), table);
        }));
    }

    Table remove(String name, Function<Table, ItemChange> drop) {
        return await(store.change(_ -> {
            Table table = needNamed(name);
            ItemChange change = drop.apply(table);
            byName.remove(table.name());
            return new TableStore.Outcome<>(List.of(change), table);
        }));
    }

    /** What is in memory and not on disk is forgotten when a commit fails. */
    private <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof dev.hearth.core.FaultException refused) {
                throw refused;
            }
            load();
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    static Map<String, AttributeValue> orEmpty(@Nullable Map<String, AttributeValue> item) {
        return item == null ? Map.of() : item;
    }
}
