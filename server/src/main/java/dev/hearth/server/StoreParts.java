package dev.hearth.server;

import dev.hearth.core.Time;
import dev.hearth.storage.Database;
import java.sql.SQLException;

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

    /** Why a store could not be opened, and what to do about it. */
    static String trouble(Throwable failed) {
        Throwable why = failed;
        while (!(why instanceof SQLException) && why.getCause() != null) {
            why = why.getCause();
        }
        String state = why instanceof SQLException database ? String.valueOf(database.getSQLState()) : "";
        String next = switch (state) {
            case "28P01", "28000" -> ": correct the user and the password of --store or $" + VARIABLE;
            case "3D000" -> ": make it with PostgreSQL's createdb, or name another at the end of the address";
            case "08001" -> " Start PostgreSQL there, or correct the address.";
            case "42501" -> ": let the user of the address make tables there, or name another";
            default -> "";
        };
        return why.getMessage() + next;
    }

    /** The file of a host whose store is its own. */
    static Database open(DataFolder folder, Time time) {
        return Database.sqlite(folder.database(), time, new PlatformThreadTasks());
    }
}
