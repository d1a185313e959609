package dev.hearth.storage;

import dev.hearth.core.Tasks;
import java.nio.file.Path;

/**
 * A database in a folder of a test, which can be closed and opened again. Real threads, because its callers block.
 */
final class TestDatabase implements AutoCloseable {

    static final Tasks TASKS =
            (name, work) -> Thread.ofPlatform().daemon().name(name).start(work);

    private final Path file;
    private Database database;

    private TestDatabase(Path file) {
        this.file = file;
        this.database = Database.sqlite(file, TASKS);
    }

    static TestDatabase in(Path folder) {
        return new TestDatabase(folder.resolve("hearth.db"));
    }

    Database database() {
        return database;
    }

    Path file() {
        return file;
    }

    /** Closes and opens again: only what is in the file is left. */
    Database reopen() {
        database.close();
        database = Database.sqlite(file, TASKS);
        return database;
    }

    @Override
    public void close() {
        database.close();
    }
}
