package dev.hearth.server;

import dev.hearth.storage.Database;
import dev.hearth.storage.StorageException;

/** Where the stores are: a file in the data folder, or PostgreSQL. */
final class StoreParts {

    /** The environment variable with the address, password and all: a command line is for everybody to see. */
    static final String VARIABLE = "HEARTH_STORE";

    private StoreParts() {}

    /** @throws IllegalArgumentException what is wrong with {@code address}, which may be empty */
    static void require(String address) {
        if (!address.isEmpty()) {
            Database.requirePostgres(address);
        }
    }

    /** The address without its password. */
    static String shown(String address) {
        return Database.requirePostgres(address);
    }

    static Database open(ServerOptions options, DataFolder folder) throws StartException {
        if (options.store().isEmpty()) {
            return Database.sqlite(folder.database(), new PlatformThreadTasks());
        }
        try {
            return Database.postgres(options.store(), new PlatformThreadTasks());
        } catch (StorageException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
