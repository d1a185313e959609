package dev.hearth.server;

import dev.hearth.storage.Database;

/** Where the stores are: a file in the data folder, or PostgreSQL. */
final class StoreParts {

    /** The environment variable with the address, password and all: a command line is for everybody to see. */
    static final String VARIABLE = "HEARTH_STORE";

    private StoreParts() {}

    /** What {@code --store} or the environment says; empty for the data folder's file. */
    static String address(Arguments arguments) {
        String address =
                arguments.value("--store").orElseGet(() -> System.getenv().getOrDefault(VARIABLE, ""));
        try {
            if (!address.isEmpty()) {
                Database.requirePostgres(address);
            }
            return address;
        } catch (IllegalArgumentException wrong) {
            throw new Arguments.UsageException("--store: " + wrong.getMessage());
        }
    }

    /** The address without its password. */
    static String shown(String address) {
        return Database.requirePostgres(address);
    }

    /** The file of a host whose store is its own. */
    static Database open(DataFolder folder) {
        return Database.sqlite(folder.database(), new PlatformThreadTasks());
    }
}
