package dev.hearth.storage;

import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.LeaseStore;
import java.util.List;

/**
 * The leases over which a cluster's hosts agree: kept in PostgreSQL beside the stores, judged by the server's clock,
 * and
 * reached by every host that may decide, whoever writes the stores now.
 */
public interface ClusterLeases extends LeaseStore, AutoCloseable {

    /** The longest that a call may take, in milliseconds: an answer that comes later helps nobody. */
    int PATIENCE_MILLIS = 1_500;

    /**
     * Leases in the database at {@code address}, which is called when it is needed.
     *
     * @throws IllegalArgumentException when {@code address} has not the form of {@link Database#postgres}
     */
    static ClusterLeases open(String address) {
        return new PostgresLeases(PostgresAddress.of(address));
    }

    /** Whether the server answers now. */
    boolean answers();

    /** The hosts that the cluster lists, removed ones too; none where no cluster ever used this database. */
    List<ClusterHost> hosts();

    @Override
    void close();
}
