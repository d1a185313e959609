package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    @TempDir
    Path folder;

    private void open() {
        TestDatabase.in(folder).close();
    }

    private void tamper(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hearth.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int applied() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hearth.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM flyway_schema_history WHERE success")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    @Test
    void everyScriptOfTheListIsAppliedOnce() throws SQLException {
        open();
        open();
        assertThat(applied()).isEqualTo(Migrations.SCRIPTS.size());
    }

    @Test
    void aStampedDatabaseIsNotShownToFlywayAndAnyOtherIs() throws SQLException {
        open();
        tamper("UPDATE flyway_schema_history SET checksum = checksum + 1");
        open();
        assertThat(applied()).isEqualTo(Migrations.SCRIPTS.size());
        tamper("PRAGMA user_version = 7");
        assertThatThrownBy(this::open).hasMessageContaining("checksum");
    }
}
