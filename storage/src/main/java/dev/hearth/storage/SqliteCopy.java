package dev.hearth.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** {@link StoreCopy} by {@code VACUUM INTO}, which reads one snapshot and keeps no writer waiting. */
final class SqliteCopy {

    private static final int BUSY_MILLIS = 30_000;

    private SqliteCopy() {}

    static void take(Path database, Path copy) {
        try {
            SqliteLibrary.keepIn(database.toAbsolutePath().getParent());
            try (Connection connection = open(database);
                    PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
                statement.setString(1, copy.toAbsolutePath().toString());
                statement.execute();
            }
            check(copy);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        } catch (SQLException | IOException e) {
            throw new StorageException("cannot copy " + database + ": " + e.getMessage(), e);
        }
    }

    private static void check(Path copy) throws SQLException {
        try (Connection connection = open(copy)) {
            List<String> said = Sql.list(connection, "PRAGMA quick_check", row -> row.getString(1));
            if (!said.equals(List.of("ok"))) {
                throw new SQLException("the copy is damaged: " + said.getFirst());
            }
        }
    }

    static List<String> missing(Path copy, Path objects) {
        try (Connection connection = open(copy)) {
            return Sql.list(connection, "SELECT id FROM s3_file WHERE dead = 0 ORDER BY id", row -> row.getString(1))
                    .stream()
                    .filter(DiskObjectBytes::isFile)
                    .filter(id -> DiskObjectBytes.find(objects, id).isEmpty())
                    .toList();
        } catch (SQLException e) {
            throw new StorageException("cannot read " + copy, e);
        }
    }

    private static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source.getConnection();
    }
}
