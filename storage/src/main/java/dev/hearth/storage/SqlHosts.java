package dev.hearth.storage;

import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.HostStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link HostStore} in the table {@code cluster_host}. */
final class SqlHosts implements HostStore {

    private static final String PUT = "INSERT INTO cluster_host (host_id, door, roles, state) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (host_id) DO UPDATE SET door = excluded.door, roles = excluded.roles,"
            + " state = excluded.state";

    static final String ALL = "SELECT host_id, door, roles, state FROM cluster_host ORDER BY host_id";

    private final Database database;

    SqlHosts(Database database) {
        this.database = database;
    }

    @Override
    public void put(ClusterHost host) {
        String roles = host.roles().stream().map(Enum::name).sorted().collect(Collectors.joining(","));
        database.write(
                Sql.one(PUT, host.hostId(), host.door(), roles, host.state().name()));
    }

    @Override
    public List<ClusterHost> all() {
        return database.read(connection -> Sql.list(connection, ALL, SqlHosts::row));
    }

    static ClusterHost row(ResultSet row) throws SQLException {
        Set<ClusterHost.Role> roles = Arrays.stream(row.getString(3).split(","))
                .filter(word -> !word.isEmpty())
                .map(ClusterHost.Role::valueOf)
                .collect(Collectors.toSet());
        return new ClusterHost(row.getString(1), row.getString(2), roles, ClusterHost.State.valueOf(row.getString(4)));
    }
}
