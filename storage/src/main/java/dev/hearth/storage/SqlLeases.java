package dev.hearth.storage;

import dev.hearth.core.Time;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@link LeaseStore} in the table {@code lease}; a released lease has no holder. Its clock is the wall clock's time
 * when it was opened, and monotonic from then on: a clock that is put forward or back ends and prolongs nothing. One
 * process at a time writes, and it begins by ending what others held ({@link #endOthers}), whatever their clocks said.
 */
final class SqlLeases implements LeaseStore {

    private static final String GRANT = "INSERT INTO lease (resource, holder, token, expires_ms) VALUES (?, ?, 1, ?)"
            + " ON CONFLICT (resource) DO UPDATE SET holder = excluded.holder, token = lease.token + 1,"
            + " expires_ms = excluded.expires_ms WHERE lease.expires_ms <= ?";

    private static final String MINE = " WHERE resource = ? AND holder = ? AND token = ?";

    private final Database database;
    private final Time time;
    private final long openedMillis;
    private final long openedNanos;

    SqlLeases(Database database, Time time) {
        this.database = database;
        this.time = time;
        this.openedMillis = time.millis();
        this.openedNanos = time.nanos();
    }

    private long now() {
        return openedMillis + TimeUnit.NANOSECONDS.toMillis(time.nanos() - openedNanos);
    }

    @Override
    public Optional<Lease> grant(String resource, String holder, Duration term) {
        return database.write(connection -> {
            long now = now();
            if (Sql.update(connection, GRANT, resource, holder, now + term.toMillis(), now) == 0) {
                return Optional.empty();
            }
            return Sql.first(
                    connection,
                    "SELECT token FROM lease WHERE resource = ?",
                    row -> new Lease(resource, holder, row.getLong(1)),
                    resource);
        });
    }

    @Override
    public List<Lease> renew(Collection<Lease> leases, Duration term) {
        return database.write(connection -> {
            long expires = now() + term.toMillis();
            List<Lease> held = new ArrayList<>();
            for (Lease lease : leases) {
                if (update(connection, "UPDATE lease SET expires_ms = " + expires, lease) == 1) {
                    held.add(lease);
                }
            }
            return held;
        });
    }

    @Override
    public void release(Lease lease) {
        database.write(connection -> update(connection, "UPDATE lease SET expires_ms = 0, holder = ''", lease));
    }

    private static int update(Connection connection, String change, Lease lease) throws SQLException {
        return Sql.update(connection, change + MINE, lease.resource(), lease.holder(), lease.token());
    }

    @Override
    public boolean isCurrent(Lease lease) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT 1 FROM lease" + MINE,
                        row -> true,
                        lease.resource(),
                        lease.holder(),
                        lease.token())
                .isPresent());
    }

    @Override
    public List<Granted> granted() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT resource, holder, token, expires_ms FROM lease WHERE holder <> '' ORDER BY resource",
                row -> new Granted(
                        new Lease(row.getString(1), row.getString(2), row.getLong(3)),
                        Instant.ofEpochMilli(row.getLong(4)))));
    }

    @Override
    public void endOthers(String holder) {
        database.write(
                Sql.one("UPDATE lease SET expires_ms = 0, holder = '' WHERE holder <> ? AND holder <> ''", holder));
    }

    /**
     * Whether {@code token} is the resource's: the condition of a write in the same unit of work. A unit that finds it
     * false changes nothing.
     */
    static boolean isToken(Connection connection, String resource, long token) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM lease WHERE resource = ? AND token = ? AND holder <> ''",
                        row -> true,
                        resource,
                        token)
                .isPresent();
    }
}
