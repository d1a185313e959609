package dev.hearth.neighbours.s3;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Multipart uploads. Refusals are {@link S3Error}s, thrown. Calls block; changes until they are durable. */
public interface Uploads {

    Upload begin(String bucket, String key, Facts facts, @Nullable ChecksumAlgorithm algorithm, boolean fullObject);

    /** The upload; refuses when it is not of this key. */
    Upload get(String bucket, String key, String id);

    Upload.Part put(Upload upload, int number, Piece piece, String etag, @Nullable String checksum);

    List<Upload.Part> parts(Upload upload, int afterNumber, int limit);

    /**
     * A part as its sender knows it.
     *
     * @param checksum null when it was not said
     */
    record Named(int number, String etag, @Nullable String checksum) {}

    /**
     * Makes the object of the parts.
     *
     * @param checksum of the whole, as its sender says; null for none
     * @param size of the whole, as its sender says; negative when it was not said
     */
    ObjectVersion complete(
            Upload upload, List<Named> parts, @Nullable String checksum, long size, Condition condition, Cause by);

    /**
     * What {@code parts} of the upload {@code id} became when it was completed before; null when that is not what
     * readers see.
     */
    @Nullable
    ObjectVersion completed(String bucket, String key, String id, List<Named> parts);

    void abort(Upload upload);

    /** @param afterId the upload of {@code query.after()} to go on behind; empty to skip the key */
    ListPage<Upload> list(ListQuery query, String afterId);
}
