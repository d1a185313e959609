package dev.hearth.storage;

import dev.hearth.services.frontend.ConcurrencyStore;
import dev.hearth.services.logs.LogStore;

/** The rooms' stores over one database. */
public interface Stores {

    /** Log groups, streams and events. */
    static LogStore logs(Database database) {
        return new SqlLogStore(database);
    }

    /** Reserved and provisioned concurrency. */
    static ConcurrencyStore concurrency(Database database) {
        return new SqlConcurrency(database);
    }
}
