package dev.hearth.storage;

import dev.hearth.core.Fault;
import dev.hearth.services.queuemanager.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Adds accepted events: one unit of work takes all that wait when the writer comes to it, so that a group's events
 * share one statement, not only one commit.
 *
 * <p>The writer is called when the thread that accepts has done all that it has at hand. Called by the first of several
 * events that came together it would commit that one alone, and the others only after it.
 */
final class EventAppender {

    /** The most events that wait for the writer. */
    static final int WAITING_EVENTS = 8_192;

    /** The most bytes of payload that wait for the writer. */
    static final long WAITING_BYTES = 64L << 20;

    /** The most events of one unit of work. */
    private static final int UNIT_EVENTS = 1_024;

    /** The bytes of payload after which a unit of work takes no more. */
    private static final long UNIT_BYTES = 8L << 20;

    /**
     * The most events of one statement where there are few. Each number of them is a statement of its own, which the
     * writer keeps prepared.
     */
    private static final int STATEMENT_EVENTS = 16;

    /** The events of one statement where there are as many. */
    private static final int BULK_EVENTS = 64;

    /** How far the clock may be set back before the order of acceptance follows it, in milliseconds. */
    private static final long CLOCK_SLACK_MILLIS = 1_000;

    private record Waiting(int queue, Event event, @Nullable Passenger passenger, CompletableFuture<Void> done) {

        int bytes() {
            return event.payload().remaining();
        }
    }

    private final Database database;
    private final Executor soon;
    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean called = new AtomicBoolean();
    private final AtomicBoolean submitted = new AtomicBoolean();

    /** The last id given, and the last place in the order; the writer's alone. */
    private long lastId = -1;

    private long lastDueMillis;

    private @Nullable UpdateBatch statements;

    /** @param soon runs what it is given when its caller has done what else it has at hand */
    EventAppender(Database database, Executor soon) {
        this.database = database;
        this.soon = soon;
    }

    CompletionStage<Void> append(int queue, Event event) {
        Waiting one = new Waiting(queue, event, Passenger.take(database), new CompletableFuture<>());
        boolean room = waitingEvents.incrementAndGet() <= WAITING_EVENTS;
        room &= waitingBytes.addAndGet(one.bytes()) <= WAITING_BYTES;
        if (room) {
            waiting.add(one);
            database.joined();
            call();
        } else {
            left(one);
            one.done.completeExceptionally(busy());
        }
        return one.done;
    }

    private static RuntimeException busy() {
        return new Fault(Fault.Kind.UNAVAILABLE, "The store is busy: too many events wait.").asException();
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            soon.execute(() -> {
                called.set(false);
                submit();
            });
        }
    }

    private void submit() {
        if (submitted.compareAndSet(false, true)) {
            Appending unit = new Appending();
            try {
                database.trySubmit(unit).whenComplete((_, thrown) -> committed(unit.taken, thrown));
            } catch (RuntimeException refused) {
                committed(unit.taken, refused);
            }
        }
    }

    /** Takes what waits as soon as the writer has come to it. */
    private final class Appending implements SqlWork<@Nullable Void> {

        private final List<Waiting> taken = new ArrayList<>();
        private boolean begun;

        private void begin() {
            if (!begun) {
                begun = true;
                submitted.set(false);
                take(taken);
            }
        }

        @Override
        public int writes() {
            return 0;
        }

        @Override
        public boolean isOneStatement() {
            begin();
            return lastId >= 0
                    && taken.size() <= STATEMENT_EVENTS
                    && taken.stream().allMatch(one -> one.passenger == null);
        }

        @Override
        public @Nullable Void run(Connection connection) throws SQLException {
            begin();
            if (lastId < 0) {
                lastId = Sql.first(connection, "SELECT MAX(id) FROM event", row -> row.getLong(1))
                        .orElse(0L);
            }
            for (int from = 0; from < taken.size(); ) {
                int left = taken.size() - from;
                int some = left >= BULK_EVENTS ? BULK_EVENTS : Math.min(left, STATEMENT_EVENTS);
                insert(connection, taken.subList(from, from + some));
                from += some;
            }
            for (Waiting one : taken) {
                Passenger.arrive(one.passenger, connection);
            }
            return null;
        }
    }

    private void insert(Connection connection, List<Waiting> some) throws SQLException {
        statements = UpdateBatch.of(statements, connection);
        PreparedStatement insert = statements.statement(EventRows.insert(some.size()));
        for (int i = 0; i < some.size(); i++) {
            Waiting one = some.get(i);
            EventRows.bind(insert, i, ++lastId, one.queue, due(one.event), one.event);
        }
        insert.executeUpdate();
    }

    /** Never before what was accepted earlier: whoever reads along the order sees every event. */
    private long due(Event event) {
        long accepted = event.accepted().toEpochMilli();
        boolean setBack = lastDueMillis - accepted > CLOCK_SLACK_MILLIS;
        lastDueMillis = setBack ? accepted : Math.max(lastDueMillis, accepted);
        return lastDueMillis;
    }

    private void take(List<Waiting> taken) {
        long bytes = 0;
        while (taken.size() < UNIT_EVENTS && bytes < UNIT_BYTES) {
            Waiting one = waiting.poll();
            if (one == null) {
                return;
            }
            taken.add(one);
            bytes += one.bytes();
            left(one);
        }
    }

    private void left(Waiting one) {
        waitingEvents.decrementAndGet();
        waitingBytes.addAndGet(-one.bytes());
    }

    /** What was taken is over; what was not is taken by the next unit, or refused with this one when it never ran. */
    private void committed(List<Waiting> taken, @Nullable Throwable thrown) {
        if (thrown != null && taken.isEmpty()) {
            submitted.set(false);
            take(taken);
        }
        for (Waiting one : taken) {
            if (thrown == null) {
                one.done.complete(null);
            } else {
                one.done.completeExceptionally(thrown);
            }
        }
        if (!waiting.isEmpty()) {
            submit();
        }
    }
}
