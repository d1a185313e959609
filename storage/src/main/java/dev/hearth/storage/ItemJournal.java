package dev.hearth.storage;

import dev.hearth.core.Time;
import dev.hearth.neighbours.dynamodb.ItemChange;
import dev.hearth.neighbours.dynamodb.TableStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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

        void apply(ItemStatements statements) throws SQLException {
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
    private final ItemStatements.Sequences sequences;
    private List<Entry<?>> waiting = new ArrayList<>();
    private boolean scheduled;
    private @Nullable ItemStatements statements;

    ItemJournal(Database database, Time time) {
        this.database = database;
        this.sequences = new ItemStatements.Sequences(time);
    }

    <T> CompletionStage<T> change(TableStore.Decision<T> decision) {
        Entry<T> entry = new Entry<>(decision);
        synchronized (this) {
            if (waiting.size() >= MAX_WAITING) {
                throw new dev.hearth.core.Fault(
                                dev.hearth.core.Fault.Kind.UNAVAILABLE, "The store is busy: too many writes wait.")
                        .asException();
            }
            waiting.add(entry);
            if (scheduled) {
                return entry.done;
            }
            scheduled = true;
        }
        schedule();
        return entry.done;
    }

    private void schedule() {
        List<Entry<?>> group = new ArrayList<>();
        CompletionStage<?> written;
        try {
            written = database.submit(connection -> {
                group.addAll(takeAll());
                apply(connection, group);
                return group.size();
            });
        } catch (RuntimeException refused) {
            takeAll().forEach(each -> each.tell(refused));
            return;
        }
        // Whoever waits does so on a thread of its own: completing wakes it, and runs nothing here.
        written.whenComplete((done, failure) -> group.forEach(each -> each.tell(failure)));
    }

    /** From here on the next decision schedules the next group. */
    private synchronized List<Entry<?>> takeAll() {
        List<Entry<?>> all = waiting;
        waiting = new ArrayList<>();
        scheduled = false;
        return all;
    }

    /** On the writer alone, whose connection lives until a commit fails; its statements live as long. */
    private void apply(Connection connection, List<Entry<?>> group) throws SQLException {
        ItemStatements known = statements;
        if (known == null || !known.isOf(connection)) {
            known = new ItemStatements(connection, sequences);
            statements = known;
        }
        try {
            for (Entry<?> entry : group) {
                entry.apply(known);
            }
            known.flush();
        } finally {
            known.clear();
        }
    }
}
