package dev.hearth.neighbours.s3;

/**
 * A checksum of an object or a part.
 *
 * @param value Base64; of a composite one with a hyphen and the number of parts behind it
 * @param composite whether it is the checksum of the parts' checksums
 */
public record Checksum(ChecksumAlgorithm algorithm, String value, boolean composite) {

    /** How S3 calls its kind. */
    public String type() {
        return composite ? "COMPOSITE" : "FULL_OBJECT";
    }
}
