package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.storage.StoreTransfer.TableSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores on their way between engines and files. */
class StoreTransferTest {

    private static final int EVENTS = 20_000;

    @TempDir
    private Path folder;

    private final StoreTransfer.Progress silent = (stage, done) -> {};

    /** Fails after some reports: what a kill leaves is what was committed until then. */
    private static final class Interrupted implements StoreTransfer.Progress {
        private int left;

        Interrupted(int left) {
            this.left = left;
        }

        @Override
        public void at(String stage, double done) {
            if (left-- == 0) {
                throw new IllegalStateException("interrupted");
            }
        }
    }

    private StorePlace.InFile file(String name) {
        return new StorePlace.InFile(folder.resolve(name));
    }

    /** A store with long and short rows, odd names, and every kind of value. */
    private StorePlace.InFile filled() {
        StorePlace.InFile place = file("filled.db");
        try (Database database = Database.sqlite(place.file(), TestDatabase.TASKS)) {
            database.write(connection -> {
                for (int i = 0; i < EVENTS; i++) {
                    byte[] payload = new byte[i % 1000 == 0 ? 300_000 : i % 50];
                    Arrays.fill(payload, (byte) i);
                    Sql.update(
                            connection,
                            "INSERT INTO event (id, queue, due_ms, accepted_ms, request_id, function_name, qualifier,"
                                    + " failures, refusals, context, payload)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, '', 0, 0, ?, ?)",
                            (long) i,
                            i % 64,
                            1_000L + i,
                            1_000L,
                            "r" + i,
                            "f" + i % 7,
                            i % 3 == 0 ? null : "{}",
                            payload);
                }
                for (String name : List.of("Zebra", "apple", "_x", "ärger", "\uD83D\uDE00", "~")) {
                    Sql.update(connection, "INSERT INTO reserved_concurrency (name, units) VALUES (?, 5)", name);
                    Sql.update(connection, "INSERT INTO lease VALUES (?, 'h', 3, 77)", name);
                }
                return Sql.update(connection, "UPDATE log_counter SET next_id = 4711");
            });
        }
        return place;
    }

    @Test
    void aStoreGoesToPostgresAndBackThroughTenInterruptions() {
        StorePlace source = filled();
        StorePlace postgres = new StorePlace.InPostgres(TestPostgres.newDatabase());
        for (int interruption = 1; interruption <= 10; interruption++) {
            Interrupted interrupted = new Interrupted(interruption * 3);
            assertThatThrownBy(() -> StoreTransfer.migrate(source, postgres, interrupted))
                    .hasMessage("interrupted");
            assertThatThrownBy(
                            () -> Database.postgres(((StorePlace.InPostgres) postgres).address(), TestDatabase.TASKS))
                    .hasMessageContaining("half filled");
        }
        List<TableSum> there = StoreTransfer.migrate(source, postgres, silent);
        assertThat(there)
                .filteredOn(sum -> sum.table().equals("event"))
                .singleElement()
                .satisfies(sum -> assertThat(sum.rows()).isEqualTo(EVENTS));
        StorePlace.InFile back = file("back.db");
        assertThat(StoreTransfer.migrate(postgres, back, silent)).isEqualTo(there);
        try (Database database = Database.sqlite(back.file(), TestDatabase.TASKS)) {
            long next = database.read(
                    connection -> Sql.first(connection, "SELECT next_id FROM log_counter", row -> row.getLong(1))
                            .orElseThrow());
            assertThat(next).isEqualTo(4711);
        }
    }

    @Test
    void aStoreThatIsNotEmptyIsNotFilled() {
        StorePlace source = filled();
        StorePlace.InFile other = file("other.db");
        try (Database database = Database.sqlite(other.file(), TestDatabase.TASKS)) {
            database.write(connection -> Sql.update(connection, "INSERT INTO lease VALUES ('r', 'h', 1, 1)"));
        }
        assertThatThrownBy(() -> StoreTransfer.migrate(source, other, silent)).hasMessageContaining("is not empty");
        Database.sqlite(other.file(), TestDatabase.TASKS).close();
    }

    @Test
    void anExportIsImportedWholeAndDamageIsNoticed() throws IOException {
        Path export = folder.resolve("store.export");
        List<TableSum> written = StoreTransfer.exportTo(filled(), export, silent);
        StorePlace.InFile target = file("imported.db");
        assertThatThrownBy(() -> StoreTransfer.importFrom(export, target, new Interrupted(5)))
                .hasMessage("interrupted");
        assertThat(StoreTransfer.importFrom(export, target, silent)).isEqualTo(written);
        Database.sqlite(target.file(), TestDatabase.TASKS).close();

        byte[] bytes = Files.readAllBytes(export);
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.export"), bytes);
        assertThatThrownBy(() -> StoreTransfer.importFrom(damaged, file("damaged.db"), silent))
                .isInstanceOf(StorageException.class);
        Path none = Files.writeString(folder.resolve("none.export"), "no export");
        assertThatThrownBy(() -> StoreTransfer.importFrom(none, file("none.db"), silent))
                .isInstanceOf(StorageException.class);
    }
}
