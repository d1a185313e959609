package dev.hearth.storage;

import java.nio.file.Path;
import java.util.List;

/** A copy of a SQLite store and what must be beside it, taken while a Hearth uses it. */
public interface StoreCopy {

    /**
     * Copies the store as it is at one moment, between two commits, and checks the copy.
     *
     * @param copy made by this; synced when this returns
     * @throws StorageException when the store cannot be read, the copy cannot be written, or it is damaged
     */
    static void take(Path database, Path copy) {
        SqliteCopy.take(database, copy);
    }

    /**
     * The files of objects that a copied store refers to and that are not below {@code objects}.
     *
     * @throws StorageException when {@code copy} cannot be read
     */
    static List<String> missing(Path copy, Path objects) {
        return SqliteCopy.missing(copy, objects);
    }
}
