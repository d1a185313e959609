package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class DatabaseTest {

    @TempDir
    Path folder;

    TestDatabase test;
    Database database;

    @BeforeEach
    void open() {
        test = TestDatabase.in(folder);
        database = test.database();
        database.write(connection -> Sql.update(connection, "CREATE TABLE word (text TEXT NOT NULL UNIQUE)"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static int insert(Connection connection, String text) throws SQLException {
        return Sql.update(connection, "INSERT INTO word (text) VALUES (?)", text);
    }

    private List<String> words() {
        return database.read(
                connection -> Sql.list(connection, "SELECT text FROM word ORDER BY text", row -> row.getString(1)));
    }

    @Test
    void anAcknowledgedWriteIsReadAndSurvivesReopening() {
        int rows = database.write(connection -> insert(connection, "a"));
        assertThat(rows).isEqualTo(1);
        assertThat(words()).containsExactly("a");
        database = test.reopen();
        assertThat(words()).containsExactly("a");
    }

    @Test
    void aFailingUnitIsUndoneWhollyAndDoesNotHurtItsNeighbours() {
        CountDownLatch gate = new CountDownLatch(1);
        var blocked = hold(gate);
        List<CompletableFuture<Integer>> group = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            group.add(database.submit(connection -> {
                        int rows = insert(connection, "word" + number);
                        if (number % 2 == 1) {
                            insert(connection, "word0");
                        }
                        return rows;
                    })
                    .toCompletableFuture());
        }
        gate.countDown();
        blocked.join();
        for (int i = 0; i < 10; i += 2) {
            assertThat(group.get(i).join()).isEqualTo(1);
        }
        for (int i = 1; i < 10; i += 2) {
            CompletableFuture<Integer> refused = group.get(i);
            assertThatThrownBy(refused::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StorageException.class);
        }
        assertThat(words()).containsExactly("word0", "word2", "word4", "word6", "word8");
    }

    @Test
    void theFirstUnitsOfAGroupMayFailAsWellAsTheLast() {
        CountDownLatch gate = new CountDownLatch(1);
        hold(gate);
        List<CompletableFuture<Integer>> group = new ArrayList<>();
        for (String text : List.of("!", "!", "a", "!", "b", "c", "!")) {
            group.add(database.submit(connection -> {
                        int rows = insert(connection, text);
                        if (text.equals("!")) {
                            throw new Fault(Fault.Kind.CONFLICT, text).asException();
                        }
                        return rows;
                    })
                    .toCompletableFuture());
        }
        gate.countDown();
        for (int refused : List.of(0, 1, 3, 6)) {
            assertThatThrownBy(group.get(refused)::join).hasCauseInstanceOf(FaultException.class);
        }
        for (int done : List.of(2, 4, 5)) {
            assertThat(group.get(done).join()).isEqualTo(1);
        }
        assertThat(words()).containsExactly("a", "b", "c");
    }

    @Test
    void aStatementWithoutATransactionIsKeptOrRefusedLikeAnyOther() {
        SqlWork<Integer> insert = Sql.one("INSERT INTO word (text) VALUES (?)", "one");
        assertThat(database.write(insert)).isEqualTo(1);
        assertThatThrownBy(() -> database.write(insert)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> database.write(Sql.one("DELETE FROM nowhere"))).isInstanceOf(StorageException.class);
        assertThat(database.write(Sql.one("INSERT INTO word (text) VALUES (?)", "two")))
                .isEqualTo(1);
        // What comes next has a transaction again.
        assertThatThrownBy(() -> database.write(connection -> insert(connection, "half") + insert(connection, "two")))
                .isInstanceOf(StorageException.class);
        database = test.reopen();
        assertThat(words()).containsExactly("one", "two");
    }

    @Test
    void aUnitsOwnRefusalReachesItsCallerUnchanged() {
        Fault fault = new Fault(Fault.Kind.NOT_FOUND, "gone");
        assertThatThrownBy(() -> database.write(connection -> {
                    insert(connection, "half");
                    throw fault.asException();
                }))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault()).isEqualTo(fault));
        assertThat(words()).isEmpty();
    }

    @Test
    void aUnitThatLosesTheTransactionTakesTheGroupWithItRatherThanAcknowledgingIt() {
        CountDownLatch gate = new CountDownLatch(1);
        hold(gate);
        var before = database.submit(connection -> insert(connection, "before")).toCompletableFuture();
        // What the engine does by itself on a full disk.
        var loses = database.submit(connection -> Sql.update(connection, "ROLLBACK"))
                .toCompletableFuture();
        gate.countDown();
        assertThatThrownBy(loses::join).hasCauseInstanceOf(StorageException.class);
        assertThatThrownBy(before::join).hasCauseInstanceOf(StorageException.class);
        assertThat(words()).isEmpty();
        database.write(connection -> insert(connection, "after"));
        assertThat(words()).containsExactly("after");
    }

    @Test
    void aReaderCannotWriteAndSeesOneSnapshot() {
        database.write(connection -> insert(connection, "a"));
        assertThatThrownBy(() -> database.read(connection -> insert(connection, "b")))
                .isInstanceOf(StorageException.class);
        List<Long> counts = database.read(connection -> {
            long first = count(connection);
            database.write(writer -> insert(writer, "c"));
            return List.of(first, count(connection));
        });
        assertThat(counts).containsExactly(1L, 1L);
        assertThat(words()).containsExactly("a", "c");
    }

    @Test
    void closingCommitsWhatWaitsAndRefusesWhatComesLater() {
        CountDownLatch gate = new CountDownLatch(1);
        hold(gate);
        var waiting =
                database.submit(connection -> insert(connection, "waiting")).toCompletableFuture();
        gate.countDown();
        database.close();
        assertThat(waiting.join()).isEqualTo(1);
        Database closed = database;
        assertThatThrownBy(() -> closed.write(connection -> insert(connection, "late")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> closed.read(DatabaseTest::count)).isInstanceOf(IllegalStateException.class);
        database = test.reopen();
        assertThat(words()).containsExactly("waiting");
    }

    @Test
    @Tag("sqlite")
    void commitsAreSyncedAndForeignKeysHold() {
        List<Long> settings = database.write(connection -> {
            List<Long> found = new ArrayList<>();
            for (String pragma : List.of("synchronous", "foreign_keys")) {
                found.addAll(Sql.list(connection, "PRAGMA " + pragma, row -> row.getLong(1)));
            }
            return found;
        });
        assertThat(settings).containsExactly(2L, 1L);
        assertThat(database.<List<String>>read(
                        connection -> Sql.list(connection, "PRAGMA journal_mode", row -> row.getString(1))))
                .containsExactly("wal");
    }

    private static long count(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT count(*) FROM word", row -> row.getLong(1))
                .orElseThrow();
    }

    /** Keeps the writer busy until {@code gate} opens, and is at that when this returns: what follows is one group. */
    private CompletableFuture<Integer> hold(CountDownLatch gate) {
        CountDownLatch begun = new CountDownLatch(1);
        var held = database.submit(connection -> {
            begun.countDown();
            return await(gate);
        });
        await(begun);
        return held.toCompletableFuture();
    }

    private static int await(CountDownLatch gate) {
        try {
            gate.await();
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
