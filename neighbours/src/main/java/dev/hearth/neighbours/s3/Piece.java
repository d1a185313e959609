package dev.hearth.neighbours.s3;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an object that are kept together: all of them, or one part of a multipart upload.
 *
 * @param id under which they are kept
 * @param size bytes
 * @param fresh small ones that are still to be kept with the row that speaks of them, else null
 */
public record Piece(String id, long size, byte @Nullable [] fresh) {

    /** What ids of pieces in files begin with; the others are numbers. */
    public static final String FILE = "f";

    public boolean isFile() {
        return id.startsWith(FILE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Piece that
                && id.equals(that.id)
                && size == that.size
                && Arrays.equals(fresh, that.fresh);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, size);
    }

    @Override
    public String toString() {
        return id + "(" + size + ")";
    }
}
