package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import dev.hearth.core.Time;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes: decisions over what is committed, made on the store's writer. */
final class RoomWrites {

    private final Catalog catalog;
    private final TableStore store;
    private final Time time;
    private final Consumer<Table> changed;

    /** @param changed is told of each table whose stream has a new record, after the commit */
    RoomWrites(Catalog catalog, TableStore store, Time time, Consumer<Table> changed) {
        this.catalog = catalog;
        this.store = store;
        this.time = time;
        this.changed = changed;
    }

    Write.Result write(Write write, Write.Options options) {
        return await(begin(write, options, false));
    }

    /** The same without waiting. */
    CompletionStage<Write.Result> begin(Write write, Write.Options options) {
        return begin(write, options, true);
    }

    private CompletionStage<Write.Result> begin(Write write, Write.Options options, boolean atOnce) {
        Prepared prepared = Prepared.of(write);
        Table known = catalog.need(write.table());
        prepared.check(known);
        ItemChanges.Around around = around(options);
        TableStore.Decision<Write.Result> decision = reader -> {
            Table table = current(known, prepared);
            ItemKey key = table.keys().key(prepared.keyAttributes());
            boolean look = prepared.needsOld()
                    || table.needsOld()
                    || options.capacity()
                    || options.returned() != Write.Returned.NONE;
            Map<String, AttributeValue> old = look ? read(reader, table, key) : null;
            if (!prepared.isMet(old)) {
                Map<String, AttributeValue> shown = write.guard().returnOld() ? old : null;
                return new TableStore.Outcome<>(List.of(), new Write.Result.ConditionFailed(shown));
            }
            Map<String, AttributeValue> now = prepared.result(table, old);
            return new TableStore.Outcome<>(
                    ItemChanges.of(table, key, old, now, around),
                    new Write.Result.Written(
                            returned(prepared, options.returned(), old, now), cost(options, table, old, now)));
        };
        return (atOnce ? store.changeNow(decision) : store.change(decision)).thenApply(result -> {
            changed.accept(known);
            return result;
        });
    }

    private ItemChanges.Around around(Write.Options options) {
        return new ItemChanges.Around(time.millis(), false, options.trace());
    }

    /** The table as it is on the writer; what fitted to an earlier one is looked at again. */
    private Table current(Table known, Prepared prepared) {
        Table table = catalog.need(known.name());
        if (table != known) {
            prepared.check(table);
        }
        return table;
    }

    static @Nullable Map<String, AttributeValue> read(TableStore.Reader reader, Table table, ItemKey key) {
        byte[] bytes = reader.item(table.id(), key);
        return bytes == null ? null : ItemCodec.decode(bytes);
    }

    private static Capacity cost(
            Write.Options options,
            Table table,
            @Nullable Map<String, AttributeValue> old,
            @Nullable Map<String, AttributeValue> now) {
        return options.capacity() ? WriteCost.of(table, old, now) : Capacity.of(table.name(), 0);
    }

    private static @Nullable Map<String, AttributeValue> returned(
            Prepared prepared,
            Write.Returned returned,
            @Nullable Map<String, AttributeValue> old,
            @Nullable Map<String, AttributeValue> now) {
        return switch (returned) {
            case NONE -> null;
            case ALL_OLD -> old;
            case ALL_NEW -> now;
            case UPDATED_OLD -> old == null ? null : DocumentPath.project(prepared.paths(), old);
            case UPDATED_NEW -> now == null ? null : DocumentPath.project(prepared.paths(), now);
        };
    }

    List<Capacity> batch(List<Write> writes, Write.Options options) {
        List<Planned> plans = planned(writes);
        ItemChanges.Around around = around(options);
        List<Capacity> costs = await(store.change(reader -> {
            List<ItemChange> changes = new ArrayList<>();
            List<Capacity> each = new ArrayList<>();
            for (Planned plan : plans) {
                Table table = current(plan.table, plan.prepared);
                boolean look = table.needsOld() || options.capacity();
                Map<String, AttributeValue> old = look ? read(reader, table, plan.key) : null;
                Map<String, AttributeValue> now = plan.prepared.result(table, old);
                changes.addAll(ItemChanges.of(table, plan.key, old, now, around));
                each.add(cost(options, table, old, now));
            }
            return new TableStore.Outcome<>(changes, each);
        }));
        plans.stream().map(Planned::table).distinct().forEach(changed);
        return costs;
    }

    /** A write whose item is known. */
    record Planned(Prepared prepared, Table table, ItemKey key) {}

    private List<Planned> planned(List<Write> writes) {
        List<Planned> plans = new ArrayList<>();
        Set<TableStore.Place> places = new HashSet<>();
        for (Write write : writes) {
            Prepared prepared = Prepared.of(write);
            Table table = catalog.need(write.table());
            checkInBatch(prepared, table);
            ItemKey key = table.keys().key(prepared.keyAttributes());
            if (!places.add(new TableStore.Place(table.id(), key))) {
                throw DynamoDbError.invalid("Provided list of item keys contains duplicates");
            }
            plans.add(new Planned(prepared, table, key));
        }
        return plans;
    }

    /** In batches AWS says less of what is wrong with a key. */
    private static void checkInBatch(Prepared prepared, Table table) {
        try {
            prepared.check(table);
        } catch (FaultException wrong) {
            String message = wrong.fault().message();
            if (message.contains("Missing the key") || message.contains("Type mismatch for key")) {
                throw DynamoDbError.invalid("The provided key element does not match the schema");
            }
            throw wrong;
        }
    }

    Items.Transaction transact(List<Write> writes, @Nullable String token, byte[] digest, Write.Options options) {
        List<Transactions.Part> parts = Transactions.plan(writes, catalog);
        ItemChanges.Around around = around(options);
        Items.Transaction outcome = await(store.change(reader -> {
            List<Transactions.Part> now = Transactions.again(parts, catalog);
            return Transactions.decide(now, token, digest, options.capacity(), around, reader);
        }));
        parts.stream().map(Transactions.Part::table).distinct().forEach(changed);
        return outcome;
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
