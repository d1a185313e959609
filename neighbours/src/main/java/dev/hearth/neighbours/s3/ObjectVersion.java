package dev.hearth.neighbours.s3;

import java.util.List;

/**
 * One version of an object, or the mark that it was deleted.
 *
 * @param sequence grows with every version of a key
 * @param versionId {@link #NULL} for what was written while the bucket kept no versions
 * @param latest whether it is what a reader without a version gets
 * @param marker whether it is a delete marker
 * @param size bytes
 * @param etag without quotes
 * @param modifiedMillis Unix time
 * @param pieces its bytes, in order
 */
public record ObjectVersion(
        String bucket,
        String key,
        long sequence,
        String versionId,
        boolean latest,
        boolean marker,
        long size,
        String etag,
        long modifiedMillis,
        List<Piece> pieces,
        Facts facts) {

    /** The version id of what has none. */
    public static final String NULL = "null";

    public ObjectVersion {
        pieces = List.copyOf(pieces);
    }

    ObjectVersion with(Facts changed) {
        return new ObjectVersion(
                bucket, key, sequence, versionId, latest, marker, size, etag, modifiedMillis, pieces, changed);
    }

    ObjectVersion at(long later) {
        return new ObjectVersion(
                bucket, key, later, versionId, latest, marker, size, etag, modifiedMillis, pieces, facts);
    }
}
