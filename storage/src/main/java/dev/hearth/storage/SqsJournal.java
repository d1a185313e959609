package dev.hearth.storage;

import dev.hearth.core.Tasks;
import dev.hearth.neighbours.sqs.MessageChange;
import java.sql.Connection;
import java.sql.SQLException;
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
    private final Gathered<Entry> waiting = new Gathered<>();
    private @Nullable MessageStatements statements;

    SqsJournal(Database database, Tasks tasks) {
        this.database = database;
        this.tasks = tasks;
    }

    CompletionStage<Void> write(List<MessageChange> changes) {
        Entry entry = new Entry(List.copyOf(changes), Passenger.take(database), new CompletableFuture<>());
        boolean first = waiting.add(entry);
        database.joined();
        if (first) {
            schedule();
        }
        return entry.done;
    }

    private void schedule() {
        try {
            // Not told on the writer: whoever waits may want to write again, and take locks.
            waiting.schedule(
                    database::submit,
                    this::apply,
                    (group, failure) -> tasks.start("sqs committed", () -> tell(group, failure)));
        } catch (RuntimeException refused) {
            tell(waiting.takeAll(), refused);
        }
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
