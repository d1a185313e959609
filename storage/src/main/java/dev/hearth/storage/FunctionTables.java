package dev.hearth.storage;

import dev.hearth.services.registry.RegistryStore;

/** The registry's durable memory in the store's database. */
public interface FunctionTables {

    /** The functions in {@code database}. */
    static RegistryStore create(Database database) {
        return new SqlRegistry(database);
    }
}
