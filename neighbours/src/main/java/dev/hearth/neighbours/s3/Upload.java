package dev.hearth.neighbours.s3;

import org.jspecify.annotations.Nullable;

/**
 * A multipart upload that is neither completed nor aborted.
 *
 * @param id of the upload
 * @param startedMillis Unix time
 * @param facts of the object to be
 * @param algorithm of its checksums; null for none
 * @param fullObject whether the checksum is of the whole rather than of the parts' checksums
 */
public record Upload(
        String id,
        String bucket,
        String key,
        long startedMillis,
        Facts facts,
        @Nullable ChecksumAlgorithm algorithm,
        boolean fullObject) {

    /**
     * A part that was uploaded.
     *
     * @param number 1 to 10,000
     * @param etag MD5 in hexadecimal
     * @param checksum Base64, or null
     */
    public record Part(
            int number,
            String etag,
            long modifiedMillis,
            Piece piece,
            @Nullable String checksum) {}
}
