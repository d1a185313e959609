package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else writes into the file of the embedded engine: a shell, a backup. */
class OtherWriterTest {

    private static final int HELD_MILLIS = 100;

    @TempDir
    Path folder;

    @Test
    void aUnitThatReadsFirstWaitsForItLikeEveryOther() throws Exception {
        try (Database database = Database.sqlite(folder.resolve("hearth.db"), TestDatabase.TASKS);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hearth.db"))) {
            database.write(connection -> Sql.update(connection, "CREATE TABLE word (text TEXT NOT NULL)"));
            other.createStatement().execute("BEGIN IMMEDIATE");
            CompletableFuture<Integer> unit = database.submit(connection -> {
                        Sql.list(connection, "SELECT text FROM word", row -> row.getString(1));
                        return Sql.update(connection, "INSERT INTO word (text) VALUES ('a')");
                    })
                    .toCompletableFuture();
            assertThatThrownBy(() -> unit.get(HELD_MILLIS, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            other.createStatement().execute("ROLLBACK");
            assertThat(unit.get()).isEqualTo(1);
        }
    }
}
