package dev.hearth.storage;

import dev.hearth.services.frontend.ConcurrencyStore;
import java.time.Instant;
import java.util.List;

/** {@link ConcurrencyStore} in the tables {@code reserved_concurrency} and {@code provisioned_concurrency}. */
final class SqlConcurrency implements ConcurrencyStore {

    private static final String PUT_RESERVED = "INSERT INTO reserved_concurrency (name, units) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET units = excluded.units";

    private static final String PUT_PROVISIONED =
            "INSERT INTO provisioned_concurrency (name, qualifier, requested, modified_millis) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (name, qualifier) DO UPDATE SET requested = excluded.requested,"
                    + " modified_millis = excluded.modified_millis";

    private static final String DELETE_RESERVED = "DELETE FROM reserved_concurrency WHERE name = ?";

    private final Database database;

    SqlConcurrency(Database database) {
        this.database = database;
    }

    @Override
    public List<Reserved> reserved() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, units FROM reserved_concurrency",
                row -> new Reserved(row.getString("name"), row.getInt("units"))));
    }

    @Override
    public List<Provisioned> provisioned() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, qualifier, requested, modified_millis FROM provisioned_concurrency",
                row -> new Provisioned(
                        row.getString("name"),
                        row.getString("qualifier"),
                        row.getInt("requested"),
                        Instant.ofEpochMilli(row.getLong("modified_millis")))));
    }

    @Override
    public void put(Reserved reserved) {
        database.write(Sql.one(PUT_RESERVED, reserved.function(), reserved.units()));
    }

    @Override
    public void put(Provisioned provisioned) {
        database.write(Sql.one(
                PUT_PROVISIONED,
                provisioned.function(),
                provisioned.qualifier(),
                provisioned.requested(),
                provisioned.lastModified().toEpochMilli()));
    }

    @Override
    public void deleteReserved(String function) {
        database.write(Sql.one(DELETE_RESERVED, function));
    }

    @Override
    public void deleteProvisioned(String function, String qualifier) {
        database.write(
                Sql.one("DELETE FROM provisioned_concurrency WHERE name = ? AND qualifier = ?", function, qualifier));
    }

    @Override
    public void forget(String function) {
        database.write(connection -> Sql.update(connection, DELETE_RESERVED, function)
                + Sql.update(connection, "DELETE FROM provisioned_concurrency WHERE name = ?", function));
    }
}
