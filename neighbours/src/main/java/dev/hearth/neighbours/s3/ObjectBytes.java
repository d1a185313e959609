package dev.hearth.neighbours.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The bytes of objects that are not small, each piece a file. A file counts only when the {@link S3Store} refers to it:
 * whoever finds others may remove them.
 */
public interface ObjectBytes {

    /** Up to this many bytes a piece is kept in the store, beside its row. */
    int SMALL_BYTES = 8 * 1024;

    /** So long after it was last written a file is no leftover: the row that refers to it may be about to come. */
    Duration SAFE_AGE = Duration.ofHours(1);

    /** The most files that one batch of {@link #old} has. */
    int BATCH = 500;

    /** A new piece. */
    Draft draft() throws IOException;

    /** A file as it is written. Its bytes are gone when it is closed and was not kept. */
    interface Draft extends AutoCloseable {

        /** Takes all bytes of the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** The piece, durable but for what is small enough to go into the store. */
        Piece keep() throws IOException;

        @Override
        void close();
    }

    /** A piece's bytes. @throws java.nio.file.NoSuchFileException when they are gone */
    Opened open(String id) throws IOException;

    /** Bytes that can be read. */
    sealed interface Opened {

        /** For the caller to close. */
        record InFile(FileChannel file) implements Opened {}

        /** On another host. */
        record Elsewhere(Ranges ranges) implements Opened {}
    }

    /** Bytes that are asked for. */
    interface Ranges {

        /** So many bytes from {@code offset} on, for the caller to close; it may close early. */
        InputStream read(long offset, long length) throws IOException;
    }

    /** Puts a new file to its place, now that it is referred to. */
    void settle(String id);

    /** Removes a file; one that is not there is no error. */
    void remove(String id) throws IOException;

    /**
     * The files that a predecessor did not settle. New drafts are not among them: a row may yet be about to refer to
     * one.
     */
    List<String> unsettled();

    /** Hands over all files that were last written before {@code beforeMillis}, batch by batch. Blocks. */
    void old(long beforeMillis, Batches batches) throws IOException;

    /** Takes files. */
    @FunctionalInterface
    interface Batches {
        void take(List<String> files) throws IOException;
    }

    /** Knows which files the {@link S3Store} refers to. */
    @FunctionalInterface
    interface Referrals {

        /** Those of {@code files} that nothing refers to. Blocks. @throws IOException when that is not known now */
        Set<String> unreferenced(List<String> files) throws IOException;
    }

    /**
     * Removes what nothing refers to and is older than {@link #SAFE_AGE}. Blocks.
     *
     * @return how many files
     */
    default int dropLeftovers(Referrals referrals, long nowMillis) throws IOException {
        return Leftovers.drop(this, referrals, nowMillis);
    }
}
