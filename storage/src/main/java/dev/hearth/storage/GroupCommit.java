package dev.hearth.storage;

import dev.hearth.core.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes what waits in its queue as a group, runs each unit between savepoints, commits once, and only
 * then acknowledges.
 *
 * <p>Units: {@code waiting -> applied -> acknowledged} when the commit succeeds; {@code waiting -> refused} when the
 * unit throws, its neighbours unhurt; every unit of the group is refused when the commit fails or the engine rolled
 * the group back.
 */
final class GroupCommit {

    /** A unit with its caller's future; no work marks the end of the queue. */
    private static final class Unit<T extends @Nullable Object> {
        private final SqlWork<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable Throwable refusal;

        Unit(SqlWork<T> work) {
            this.work = work;
        }

        void apply(Connection connection) throws SQLException {
            Savepoint before = connection.setSavepoint();
            try {
                result = work.run(connection);
            } catch (Throwable thrown) {
                refusal = thrown;
                connection.rollback(before);
            }
            // Fails when the engine itself rolled the transaction back (disk full, out of memory), even if the unit hid
            // it.
            connection.releaseSavepoint(before);
        }

        /** Without a savepoint: there is no neighbour whose work must stay. */
        void applyAlone(Connection connection) throws SQLException {
            try {
                result = work.run(connection);
            } catch (Throwable thrown) {
                refusal = thrown;
                connection.rollback();
            }
        }

        /** In a transaction of its own statement's, which is over when that is answered. */
        void applyAtOnce(Connection connection) throws SQLException {
            connection.setAutoCommit(true);
            try {
                result = work.run(connection);
            } catch (SQLException e) {
                refusal = e;
                if (!isOwnFault(e)) {
                    throw e;
                }
            } catch (Throwable thrown) {
                refusal = thrown;
            }
            connection.setAutoCommit(false);
        }

        /** Data that the tables do not take; anything else may be the connection's end. */
        private static boolean isOwnFault(SQLException e) {
            String state = e.getSQLState();
            return state != null && (state.startsWith("22") || state.startsWith("23"));
        }

        /**
         * Over a network, where a savepoint's making and its release are a round trip each: the one before is released
         * with the next one's making, and the first unit of a transaction needs none.
         *
         * @param first whether nothing of the transaction must stay when this is undone
         * @return whether something must stay from now on
         */
        boolean applyFar(Connection connection, boolean first) throws SQLException {
            try {
                result = work.run(connection);
                return true;
            } catch (Throwable thrown) {
                refusal = thrown;
            }
            if (first) {
                connection.rollback();
            } else {
                execute(connection, "ROLLBACK TO SAVEPOINT " + MARK);
            }
            return !first;
        }

        void acknowledge() {
            if (refusal == null) {
                done.complete(result);
            } else {
                done.completeExceptionally(refusal);
            }
        }

        void refuse(Throwable reason) {
            done.completeExceptionally(refusal == null ? reason : refusal);
        }
    }

    /** Opens a connection for the writer. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;

        /** Called before the first unit of each group. */
        default void begin(Connection connection) throws SQLException {}

        /** Whether each statement is a round trip to a server. */
        default boolean isFar() {
            return false;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private static final String MARK = "unit";

    private static final Unit<?> END = new Unit<@Nullable Void>(connection -> null);

    private final Opener opener;
    private final Gather gather;
    private volatile Connection connection;
    private final ArrayBlockingQueue<Unit<?>> writeQueue = new ArrayBlockingQueue<>(Database.WRITE_QUEUE_UNITS);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile boolean abandoned;

    /**
     * @param opener opens connections with auto-commit off, each belonging to this writer
     * @param gather for whom it waits
     */
    GroupCommit(Opener opener, Gather gather) throws SQLException {
        this.opener = opener;
        this.gather = gather;
        this.connection = opener.open();
    }

    /** @param waitMillis how long it may take to find a place in the queue */
    <T extends @Nullable Object> CompletableFuture<T> submit(SqlWork<T> work, long waitMillis) {
        if (closing) {
            throw new IllegalStateException("the database is closed");
        }
        Unit<T> unit = new Unit<>(work);
        try {
            if (!writeQueue.offer(unit, waitMillis, TimeUnit.MILLISECONDS)) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "The store is busy: too many writes wait.").asException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting to write", e);
        }
        gather.came(work.writes());
        if (ended.getCount() == 0) {
            refuseLate();
        }
        return unit.done;
    }

    /** One more write came for a unit that has its place. */
    void joined() {
        gather.came(1);
    }

    /** The writer's life: returns when {@link #close} was called and the queue is empty. */
    void run() {
        try {
            boolean more = true;
            while (more && !abandoned) {
                more = commitNextGroup();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closing = true;
            closeConnection();
            ended.countDown();
            refuseLate();
        }
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("the writer's connection does not close; everything acknowledged is committed", e);
        }
    }

    /** Ends it without a commit: its connection is cut. */
    void abandon() {
        closing = true;
        abandoned = true;
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("the writer's connection cannot be cut", e);
        }
        writeQueue.offer(END);
        refuseLate();
    }

    void close() {
        closing = true;
        if (abandoned) {
            return;
        }
        try {
            boolean told;
            do {
                told = writeQueue.offer(END, 10, TimeUnit.MILLISECONDS);
            } while (!told && ended.getCount() > 0);
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean commitNextGroup() throws InterruptedException {
        List<Unit<?>> group = new ArrayList<>();
        group.add(writeQueue.take());
        gather.await();
        writeQueue.drainTo(group, Database.WRITE_GROUP_UNITS - 1);
        boolean end = group.removeIf(unit -> unit == END);
        if (!group.isEmpty()) {
            commit(group);
        }
        return !(end && writeQueue.isEmpty());
    }

    private void commit(List<Unit<?>> group) {
        gather.begin();
        try {
            if (abandoned) {
                throw new SQLException("the database was given up");
            }
            if (connection.isClosed()) {
                connection = opener.open();
            }
            opener.begin(connection);
            if (group.size() == 1) {
                commitAlone(group.getFirst());
            } else if (opener.isFar()) {
                commitFar(group);
            } else {
                for (Unit<?> unit : group) {
                    unit.apply(connection);
                }
                connection.commit();
            }
        } catch (SQLException | RuntimeException e) {
            abandon(e);
            group.forEach(unit -> unit.refuse(new StorageException("the commit failed", e)));
            return;
        }
        gather.committed();
        group.forEach(Unit::acknowledge);
    }

    private void commitAlone(Unit<?> unit) throws SQLException {
        if (opener.isFar() && unit.work.isOneStatement()) {
            unit.applyAtOnce(connection);
        } else {
            unit.applyAlone(connection);
            connection.commit();
        }
    }

    private void commitFar(List<Unit<?>> group) throws SQLException {
        boolean holding = false;
        boolean marked = false;
        for (Unit<?> unit : group) {
            if (holding) {
                execute(connection, (marked ? "RELEASE SAVEPOINT " + MARK + "; " : "") + "SAVEPOINT " + MARK);
                marked = true;
            }
            holding = unit.applyFar(connection, !holding);
        }
        if (marked) {
            // The release fails when the transaction is not the one that was begun, even if a unit hid its end.
            execute(connection, "RELEASE SAVEPOINT " + MARK + "; COMMIT");
        } else {
            connection.commit();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closing undoes whatever the engine has not undone itself; the next group gets a new connection. */
    private void abandon(Exception reason) {
        try {
            connection.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private void refuseLate() {
        List<Unit<?>> late = new ArrayList<>();
        writeQueue.drainTo(late);
        late.forEach(unit -> unit.refuse(new IllegalStateException("the database is closed")));
    }
}
