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
    void whatANewerHearthAddedIsLeftAlone() throws SQLException {
        open();
        // One in the middle of the ranges, and one behind them all.
        for (String version : new String[] {"0053", "9000"}) {
            tamper("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                    + " installed_by, execution_time, success) SELECT MAX(installed_rank) + 1, '" + version
                    + "', 'newer', 'SQL', 'V" + version + "__newer.sql', 1, '', 1, 1 FROM flyway_schema_history");
        }
        tamper("CREATE TABLE newer (name TEXT)");
        tamper("PRAGMA user_version = 7");
        open();
        assertThat(applied()).isEqualTo(Migrations.SCRIPTS.size() + 2);
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
