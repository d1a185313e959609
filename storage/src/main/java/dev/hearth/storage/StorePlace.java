package dev.hearth.storage;

import java.nio.file.Path;

/** Where a store is. */
public sealed interface StorePlace {

    /** A SQLite file. */
    record InFile(Path file) implements StorePlace {

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * A PostgreSQL database.
     *
     * @param address as {@link Database#postgres} takes it
     */
    record InPostgres(String address) implements StorePlace {

        /** Without the password. */
        @Override
        public String toString() {
            return PostgresAddress.of(address).toString();
        }
    }
}
