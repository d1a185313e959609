package dev.hearth.storage;

import dev.hearth.services.logs.LogStore;

/** The rooms' stores over one database. */
public interface Stores {

    /** Log groups, streams and events. */
    static LogStore logs(Database database) {
        return new SqlLogStore(database);
    }
}
