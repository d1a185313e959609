package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class UpdateBatchTest {

    private static final String PUT =
            "INSERT INTO pair (id, text) VALUES (?, ?)" + " ON CONFLICT (id) DO UPDATE SET text = excluded.text";
    private static final String INSERT = "INSERT INTO pair (id, text) VALUES (?, ?)";
    private static final String DELETE = "DELETE FROM pair WHERE id = ?";

    @TempDir
    Path folder;

    TestDatabase test;
    Database database;
    UpdateBatch batch;

    @BeforeEach
    void open() {
        test = TestDatabase.in(folder);
        database = test.database();
        database.write(Sql.one("CREATE TABLE pair (id INTEGER NOT NULL PRIMARY KEY, text TEXT)"));
        batch = database.write(UpdateBatch::new);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private List<String> pairs() {
        return database.read(connection ->
                Sql.list(connection, "SELECT id, text FROM pair ORDER BY id", row -> row.getInt(1) + row.getString(2)));
    }

    @Test
    void changesOfOneRowAreMadeInTheirOrder() {
        int changed = database.write(_ -> {
            batch.add(1, PUT, 1, "a");
            batch.add(2, PUT, 2, "a");
            batch.add(2, DELETE, 2);
            batch.add(1, PUT, 1, "b");
            batch.add(2, PUT, 2, "b");
            batch.add(3, PUT, 3, null);
            batch.add(1, DELETE, 1);
            return batch.update("UPDATE pair SET text = 'c' WHERE text = 'b'");
        });
        assertThat(changed).isEqualTo(1);
        assertThat(pairs()).containsExactly("2c", "3null");
    }

    @Test
    void moreThanOneBatchHolds() {
        List<Integer> many = IntStream.range(0, 1_500).boxed().toList();
        database.write(_ -> {
            for (Integer each : many) {
                batch.add(each, INSERT, each, "x");
            }
            assertThat(batch.isWaiting(1_499)).isTrue();
            assertThat(batch.isWaiting(0)).isFalse();
            batch.flush();
            return null;
        });
        assertThat(pairs()).hasSize(1_500);
    }

    @Test
    void whatFailedAndWasClearedIsNotSentAgain() {
        assertThatThrownBy(() -> database.write(_ -> {
                    batch.add("first", INSERT, 1, "a");
                    batch.add("its double", INSERT, 1, "b");
                    batch.add("other", DELETE, 7);
                    return flushedOrCleared();
                }))
                .isInstanceOf(StorageException.class);
        database.write(_ -> {
            batch.add("second", INSERT, 2, "c");
            return flushedOrCleared();
        });
        assertThat(pairs()).containsExactly("2c");
    }

    private int flushedOrCleared() throws SQLException {
        try {
            batch.flush();
            return 0;
        } finally {
            batch.clear();
        }
    }
}
