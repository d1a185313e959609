package dev.hearth.storage;

import dev.hearth.core.Tasks;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A database of a test, which can be closed and opened again: SQLite in the test's folder, or one in a real PostgreSQL
 * when the
 * tests run with {@code -Dhearth.engine=postgres}. Real threads, because its callers block.
 */
final class TestDatabase implements AutoCloseable {

    static final Tasks TASKS =
            (name, work) -> Thread.ofPlatform().daemon().name(name).start(work);

    private final Supplier<Database> opener;
    private Database database;

    private TestDatabase(Supplier<Database> opener) {
        this.opener = opener;
        this.database = opener.get();
    }

    static TestDatabase in(Path folder) {
        if ("postgres".equals(System.getProperty("hearth.engine"))) {
            String address = TestPostgres.newDatabase();
            return new TestDatabase(() -> Database.postgres(address, TASKS));
        }
        return new TestDatabase(() -> Database.sqlite(folder.resolve("hearth.db"), TASKS));
    }

    Database database() {
        return database;
    }

    /** Closes and opens again: only what the engine keeps is left. */
    Database reopen() {
        database.close();
        database = opener.get();
        return database;
    }

    @Override
    public void close() {
        database.close();
    }
}
