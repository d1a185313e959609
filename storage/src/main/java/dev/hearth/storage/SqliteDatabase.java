package dev.hearth.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hearth.core.Tasks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens a {@link Database} in one SQLite file: write-ahead log, synced at every commit. */
final class SqliteDatabase {

    /** How long a connection waits for another process's lock, in milliseconds. */
    private static final int BUSY_MILLIS = 5_000;

    /** What the write-ahead log is cut back to after a checkpoint, in bytes. */
    private static final int WAL_KEEP_BYTES = 16 << 20;

    /**
     * How much of the log is written before it is copied into the database, in pages of 4 KiB: that costs the writer
     * two
     * syncs, so it should be seldom, and a start reads what is not copied.
     */
    private static final int CHECKPOINT_PAGES = 4_000;

    private SqliteDatabase() {}

    static Database open(Path file, Gather gather, Tasks tasks) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            makeFolder(folder);
            SqliteLibrary.keepIn(folder);
            SQLiteDataSource source = source(file);
            Migrations.bringUpSqlite(source);
            refuseHalfFilled(source);
            GroupCommit writer = new GroupCommit(new Writing(source), gather);
            return EngineDatabase.start(writer, readers(source), true, tasks);
        } catch (SQLException | IOException e) {
            throw new StorageException("cannot open " + file, e);
        }
    }

    private static void refuseHalfFilled(SQLiteDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            CopyMark.refuse(connection);
        }
    }

    /** A connection for a transfer, over tables that are up to date. The caller keeps every Hearth away. */
    static Connection forTransfer(Path file) throws SQLException, IOException {
        Path folder = file.toAbsolutePath().getParent();
        makeFolder(folder);
        SqliteLibrary.keepIn(folder);
        SQLiteDataSource source = source(file);
        Migrations.bringUpSqlite(source);
        return source.getConnection();
    }

    /** The entry of a folder just made must itself be on disk, or a power loss takes the whole database. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        Path parent = folder.getParent();
        if (parent != null) {
            try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(WAL_KEEP_BYTES);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        config.enforceForeignKeys(true);
        // The driver otherwise matches the text of every statement that writes with a regular expression.
        config.setGetGeneratedKeys(false);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    /** @param source where its connection comes from */
    private record Writing(SQLiteDataSource source) implements GroupCommit.Opener {

        @Override
        public Connection open() throws SQLException {
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            return connection;
        }

        /**
         * Takes the right to write before the first unit reads: SQLite waits for another writer (a backup, a shell)
         * only
         * where nothing was read yet, and refuses at once otherwise. The driver itself has begun a transaction that
         * does
         * neither, and cannot be told to wait with it until there is work.
         */
        @Override
        public void begin(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("ROLLBACK; BEGIN IMMEDIATE");
            }
        }
    }

    private static HikariDataSource readers(SQLiteDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("storage-readers");
        config.setMaximumPoolSize(Database.READERS + Database.LOOK_UPS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Database.QUEUE_WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("PRAGMA query_only = ON");
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }
}
