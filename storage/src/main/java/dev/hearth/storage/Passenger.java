package dev.hearth.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that the next write of the same thread takes along in its own unit of work: what leaves one table and what
 * enters another are committed together or not at all, although their stores do not know each other.
 *
 * @param database over which both are
 * @param work short, and never refused
 */
record Passenger(Database database, SqlWork<?> work) {

    private static final ScopedValue<AtomicReference<@Nullable Passenger>> WAITING = ScopedValue.newInstance();

    /** Runs {@code ride}, whose first write takes {@code passenger} along; without a write nothing happens to it. */
    static <T> T aboard(Passenger passenger, Supplier<T> ride) {
        return ScopedValue.where(WAITING, new AtomicReference<>(passenger)).call(ride::get);
    }

    /** Who waits for a write to {@code database} on this thread; from then on nobody does. */
    static @Nullable Passenger take(Database database) {
        if (!WAITING.isBound()) {
            return null;
        }
        Passenger passenger = WAITING.get().get();
        return passenger != null && passenger.database == database
                ? WAITING.get().getAndSet(null)
                : null;
    }

    /** In the unit of work of who took {@code passenger}, which may be nobody. */
    static void arrive(@Nullable Passenger passenger, Connection connection) throws SQLException {
        if (passenger != null) {
            passenger.work.run(connection);
        }
    }
}
