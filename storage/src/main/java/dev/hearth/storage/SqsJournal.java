package dev.hearth.storage;

import dev.hearth.core.Tasks;
import dev.hearth.neighbours.sqs.MessageChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of messages that arrive while the writer is busy, and makes them as one unit of work: a message
 * then costs the writer its rows, and no savepoint, queue place or prepared statement of its own.
 */
final class SqsJournal {

    private record Entry(
            List<MessageChange> changes, @Nullable Passenger passenger, CompletableFuture<Void> done) {}

    private final Database database;
    private final Tasks tasks;
    private List<Entry> waiting = new ArrayList<>();
    private boolean scheduled;
    private @Nullable MessageStatements statements;

    SqsJournal(Database database, Tasks tasks) {
        this.database = database;
        this.tasks = tasks;
    }

    CompletionStage<Void> write(List<MessageChange> changes) {
        Entry entry = new Entry(List.copyOf(changes), Passenger.take(database), new CompletableFuture<>());
        synchronized (this) {
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
        List<Entry> group = new ArrayList<>();
        CompletionStage<?> written;
        try {
            written = database.submit(connection -> {
                group.addAll(takeAll());
                apply(connection, group);
                return null;
            });
        } catch (RuntimeException refused) {
            tell(takeAll(), refused);
            return;
        }
        // Not on the writer: whoever waits may want to write again, and take locks.
        written.whenComplete((done, failure) -> {
            if (failure != null && group.isEmpty()) {
                // The unit was refused before it ran: no writer, or no connection for it.
                group.addAll(takeAll());
            }
            tasks.start("sqs committed", () -> tell(group, failure));
        });
    }

    /** From here on the next change schedules the next group. */
    private synchronized List<Entry> takeAll() {
        List<Entry> all = waiting;
        waiting = new ArrayList<>();
        scheduled = false;
        return all;
    }

    private static void tell(List<Entry> group, @Nullable Throwable failure) {
        for (Entry entry : group) {
            if (failure == null) {
                entry.done.complete(null);
            } else {
                entry.done.completeExceptionally(failure);
            }
        }
    }

    /** On the writer alone, whose connection lives until a commit fails; its statements live as long. */
    private void apply(Connection connection, List<Entry> group) throws SQLException {
        MessageStatements known = statements;
        if (known == null || !known.isOf(connection)) {
            known = new MessageStatements(connection);
            statements = known;
        }
        try {
            for (Entry entry : group) {
                for (MessageChange change : entry.changes) {
                    known.apply(change);
                }
                Passenger.arrive(entry.passenger, connection);
            }
            known.flush();
        } finally {
            known.clear();
        }
    }
}
