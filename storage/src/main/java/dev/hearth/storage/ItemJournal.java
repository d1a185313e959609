package dev.hearth.storage;

import dev.hearth.core.Time;
import dev.hearth.neighbours.dynamodb.ItemChange;
import dev.hearth.neighbours.dynamodb.ItemKey;
import dev.hearth.neighbours.dynamodb.TableStore;
import dev.hearth.neighbours.dynamodb.TableStore.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Collects the decisions that arrive while the writer is busy, and makes them as one unit of work: an item then costs
 * the writer its rows, and no savepoint, queue place or prepared statement of its own. A decision that refuses has
 * changed nothing, so its neighbours need no savepoint.
 */
final class ItemJournal {

    /** The most decisions that wait; more wait for a place in the database's queue. */
    private static final int MAX_WAITING = 10_000;

    /** One decision with its caller's future. */
    private static final class Entry<T> {
        private final TableStore.Decision<T> decision;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable RuntimeException refusal;

        Entry(TableStore.Decision<T> decision) {
            this.decision = decision;
        }

        void apply(ItemStatements statements, HotItems.Changes hot) throws SQLException {
            TableStore.Outcome<T> outcome;
            try {
                outcome = decision.decide(statements);
            } catch (StorageException broken) {
                throw broken;
            } catch (RuntimeException refused) {
                refusal = refused;
                return;
            }
            for (ItemChange change : outcome.changes()) {
                switch (change) {
                    case ItemChange.Put(long table, ItemKey key, byte[] item) -> hot.add(new Place(table, key), item);
                    case ItemChange.Remove(long table, ItemKey key) -> hot.add(new Place(table, key), null);
                    default -> {}
                }
                statements.apply(change);
            }
            result = outcome.result();
        }

        void tell(@Nullable Throwable failure) {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (refusal != null) {
                done.completeExceptionally(refusal);
            } else {
                done.complete(result);
            }
        }
    }

    private final Database database;
    private final HotItems hot;
    private final ItemStatements.Sequences sequences;
    private final Gathered<Entry<?>> waiting = new Gathered<>();
    private @Nullable ItemStatements statements;

    ItemJournal(Database database, Time time, HotItems hot) {
        this.database = database;
        this.hot = hot;
        this.sequences = new ItemStatements.Sequences(time);
    }

    <T> CompletionStage<T> change(TableStore.Decision<T> decision) {
        return change(decision, false);
    }

    /** The same without waiting for a place in the writer's queue. */
    <T> CompletionStage<T> changeNow(TableStore.Decision<T> decision) {
        return change(decision, true);
    }

    private <T> CompletionStage<T> change(TableStore.Decision<T> decision, boolean now) {
        Entry<T> entry = new Entry<>(decision);
        boolean first;
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                throw new dev.hearth.core.Fault(
                                dev.hearth.core.Fault.Kind.UNAVAILABLE, "The store is busy: too many writes wait.")
                        .asException();
            }
            first = waiting.add(entry);
        }
        database.joined();
        if (first) {
            schedule(entry, now);
        }
        return entry.done;
    }

    private void schedule(Entry<?> first, boolean now) {
        HotItems.Changes changes = hot.new Changes();
        try {
            waiting.schedule(
                    unit -> now ? database.trySubmit(unit) : database.submit(unit),
                    (connection, group) -> apply(connection, group, changes),
                    (group, failure) -> {
                        changes.end(failure == null);
                        // Who waits does so on a thread of its own, or has chained what is short.
                        group.forEach(each -> each.tell(failure));
                    });
        } catch (RuntimeException refused) {
            List<Entry<?>> all = waiting.takeAll();
            all.remove(first);
            all.forEach(each -> each.tell(refused));
            throw refused;
        }
    }

    /** On the writer alone, whose connection lives until a commit fails; its statements live as long. */
    private void apply(Connection connection, List<Entry<?>> group, HotItems.Changes changes) throws SQLException {
        ItemStatements known = statements;
        if (known == null || !known.isOf(connection)) {
            known = new ItemStatements(connection, sequences);
            statements = known;
        }
        try {
            for (Entry<?> entry : group) {
                entry.apply(known, changes);
            }
            known.flush();
        } finally {
            known.clear();
        }
    }
}
