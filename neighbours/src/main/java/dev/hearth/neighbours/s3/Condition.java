package dev.hearth.neighbours.s3;

import org.jspecify.annotations.Nullable;

/**
 * What must be true of an object that is there for it to be replaced or deleted.
 *
 * @param ifMatch the ETag it must have, {@code *} for any; null for no such condition
 * @param ifNoneMatch {@code *}: it must not be there; null for no such condition
 * @param modifiedMillis when it must have been written, whole seconds; negative for no such condition
 * @param size how large it must be; negative for no such condition
 */
public record Condition(@Nullable String ifMatch, @Nullable String ifNoneMatch, long modifiedMillis, long size) {

    public static final Condition NONE = new Condition(null, null, -1, -1);

    public boolean isNone() {
        return equals(NONE);
    }

    /** Refuses unless {@code there}, what a reader sees now or null, is as it must be. */
    void require(@Nullable ObjectVersion there) {
        ObjectVersion seen = there == null || there.marker() ? null : there;
        if (ifNoneMatch != null
                && seen != null
                && (ifNoneMatch.equals("*") || tag(ifNoneMatch).equals(seen.etag()))) {
            throw S3Error.PRECONDITION_FAILED.thrown();
        }
        if (ifMatch != null) {
            if (seen == null) {
                throw S3Error.NO_SUCH_KEY.thrown();
            }
            if (!ifMatch.equals("*") && !tag(ifMatch).equals(seen.etag())) {
                throw S3Error.PRECONDITION_FAILED.thrown();
            }
        }
        requireSame(seen);
    }

    private void requireSame(@Nullable ObjectVersion seen) {
        boolean differs = seen != null
                && (modifiedMillis >= 0 && seen.modifiedMillis() / 1000 != modifiedMillis / 1000
                        || size >= 0 && seen.size() != size);
        if (differs) {
            throw S3Error.PRECONDITION_FAILED.thrown();
        }
    }

    /** An ETag without its quotes. */
    public static String tag(String quoted) {
        String text = quoted.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
