package dev.hearth.neighbours.s3;

import java.util.List;

/**
 * An object whose bytes are there.
 *
 * @param pieces its bytes, in order
 * @param etag without quotes
 * @param condition what must be true of what it replaces
 */
public record PutObject(
        String bucket, String key, List<Piece> pieces, String etag, Facts facts, Condition condition, Cause cause) {

    long size() {
        return pieces.stream().mapToLong(Piece::size).sum();
    }
}
