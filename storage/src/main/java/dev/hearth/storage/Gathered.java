package dev.hearth.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries that come while the writer is busy, and become one unit of its work. Guarded by itself. */
final class Gathered<E> {

    /** What the writer does with a group. */
    @FunctionalInterface
    interface Work<E> {
        void apply(Connection connection, List<E> group) throws SQLException;
    }

    private List<E> waiting = new ArrayList<>();
    private boolean scheduled;

    /**
     * Whether {@code entry} is the first of a group, for which its sender must {@link #schedule} a unit. Of each entry
     * {@link Database#joined} must be told.
     */
    synchronized boolean add(E entry) {
        waiting.add(entry);
        boolean first = !scheduled;
        scheduled = true;
        return first;
    }

    synchronized int size() {
        return waiting.size();
    }

    /** All that waits; the next entry is the first of the next group. */
    synchronized List<E> takeAll() {
        List<E> all = waiting;
        waiting = new ArrayList<>();
        scheduled = false;
        return all;
    }

    /**
     * Has the writer do what waits when it comes to it.
     *
     * @param submit gives the writer a unit; what it refuses with is thrown, and the group waits
     * @param over is told of the group, and why it was not committed if it was not
     */
    void schedule(
            Function<SqlWork<Integer>, CompletionStage<Integer>> submit,
            Work<E> work,
            BiConsumer<List<E>, @Nullable Throwable> over) {
        List<E> group = new ArrayList<>();
        CompletionStage<Integer> written = submit.apply(new SqlWork<>() {

            @Override
            public Integer run(Connection connection) throws SQLException {
                group.addAll(takeAll());
                work.apply(connection, group);
                return group.size();
            }

            @Override
            public int writes() {
                return 0;
            }
        });
        written.whenComplete((done, failure) -> {
            if (failure != null && group.isEmpty()) {
                // The unit was refused before it ran: no writer, or no connection for it.
                group.addAll(takeAll());
            }
            over.accept(group, failure);
        });
    }
}
