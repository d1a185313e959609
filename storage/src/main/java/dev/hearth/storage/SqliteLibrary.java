package dev.hearth.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * SQLite's native library, unpacked once beside the database. The driver would unpack it into the temporary folder at
 * every start, which costs some 80 ms and leaves a copy behind when the process is killed.
 */
final class SqliteLibrary {

    private static final String PATH_PROPERTY = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /** Makes the driver load the copy in {@code folder}, unless somebody already said which library to load. */
    static void keepIn(Path folder) throws IOException {
        if (System.getProperty(PATH_PROPERTY) != null) {
            return;
        }
        Path home = folder.resolve("native").resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                return;
            }
            unpack(in, home.resolve(name));
        }
        System.setProperty(PATH_PROPERTY, home.toString());
    }

    private static void unpack(InputStream in, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path half = Files.createTempFile(target.getParent(), "unpacking", ".tmp");
        Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
