package dev.hearth.neighbours.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The objects. Refusals are {@link S3Error}s, thrown. Calls block; changes until they are durable. */
public interface Objects {

    /** Where new bytes go. */
    ObjectBytes.Draft draft() throws IOException;

    /** Makes an object of bytes that are there. */
    ObjectVersion put(PutObject put);

    /** A version, which may be a delete marker; refuses when there is none. */
    ObjectVersion get(String bucket, String key, @Nullable String versionId);

    /** What readers see; null for nothing and for a delete marker. */
    @Nullable
    ObjectVersion find(String bucket, String key);

    /** The bytes of a piece: small ones whole, else a file, for the caller to close; null when they went meanwhile. */
    @Nullable
    Bytes read(Piece piece) throws IOException;

    /** Bytes that were found. */
    sealed interface Bytes {
        record Small(byte[] bytes) implements Bytes {}

        record InFile(FileChannel file) implements Bytes {}

        record Elsewhere(ObjectBytes.Ranges ranges) implements Bytes {}
    }

    DeleteObject.Deleted delete(DeleteObject delete);

    /** Changes what is known of a version, of the latest when {@code versionId} is null. */
    ObjectVersion describe(
            String bucket, String key, @Nullable String versionId, UnaryOperator<Facts> change, Cause by);

    ListPage<ObjectVersion> list(ListQuery query);

    /** @param afterVersion the version of {@code query.after()} to go on behind; empty to skip the key */
    ListPage<ObjectVersion> versions(ListQuery query, String afterVersion);
}
