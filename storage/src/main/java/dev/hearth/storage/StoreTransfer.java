package dev.hearth.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * Moves everything that the stores' tables hold from one place to another, or into a file and back, and proves by
 * counts and
 * digests that it arrived. No Hearth may run on either place. Whatever was interrupted is run again with the same
 * arguments and
 * goes on where it was; until it is over, no Hearth opens the place that it fills.
 */
public interface StoreTransfer {

    /** Hears how far a transfer is. */
    @FunctionalInterface
    interface Progress {

        /**
         * Called a few times a second.
         *
         * @param stage what is done now
         * @param done how much of it, from 0 to 1
         */
        void at(String stage, double done);
    }

    /**
     * What is the same on both sides.
     *
     * @param digest SHA-256 over all rows in the order of their keys, in hexadecimal
     */
    record TableSum(String table, long rows, String digest) {}

    /**
     * Copies all rows of {@code from} into {@code to}, which is made when it does not exist.
     *
     * @throws StorageException when a place cannot be opened, {@code to} holds anything that this transfer did not
     * bring, or
     *     the two differ in the end
     */
    static List<TableSum> migrate(StorePlace from, StorePlace to, Progress progress) {
        return new Migration(progress).run(from, to);
    }

    /**
     * Writes all rows of {@code from} to {@code file}, which appears when it is whole; one of that name is replaced.
     *
     * @throws StorageException when the place cannot be opened or the file cannot be written
     */
    static List<TableSum> exportTo(StorePlace from, Path file, Progress progress) {
        return new StoreFile(file).write(from, progress);
    }

    /**
     * Brings what {@link #exportTo} wrote into {@code to}.
     *
     * @throws StorageException when {@code file} is none, damaged or of a newer Hearth, and as {@link #migrate}
     */
    static List<TableSum> importFrom(Path file, StorePlace to, Progress progress) {
        return new StoreFile(file).read(to, progress);
    }
}
