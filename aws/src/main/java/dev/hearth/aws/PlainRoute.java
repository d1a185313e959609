package dev.hearth.aws;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Something that is read with a plain GET, or written with a PUT, outside every AWS API, without an {@code
 * Authorization} header: what guards
 * it is in its own query, as in a presigned URL of S3.
 */
public interface PlainRoute {

    /** What its paths begin with, for example {@code /_hearth/code/}. */
    String prefix();

    /** Whether only callers on this machine get an answer. */
    default boolean localOnly() {
        return false;
    }

    /** How many bytes may be put to it; 0 where nothing is put. */
    default int putBytes() {
        return 0;
    }

    /** The answer to one PUT, where something may be put; as {@link #get}. */
    default Answer put(String path, String query, byte[] body) {
        throw new UnsupportedOperationException(prefix());
    }

    /** A JSON page for callers on this machine, at exactly {@code path}; {@code json} makes it and runs on a task. */
    static PlainRoute local(String path, Supplier<String> json) {
        return new LocalPage(path, json);
    }

    /**
     * The answer to one GET. Runs on a task and may block; never throws for what a caller can send.
     *
     * @param path the path as received, which begins with {@link #prefix()}
     * @param query what follows the question mark as received, or empty
     */
    Answer get(String path, String query);

    /**
     * What to send back.
     *
     * @param status HTTP status
     * @param contentType of the body
     * @param body shared, never written to
     */
    record Answer(int status, String contentType, byte[] body) {

        @Override
        public String toString() {
            return status + " " + contentType + ", " + body.length + " bytes";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Answer that
                    && status == that.status
                    && contentType.equals(that.contentType)
                    && Arrays.equals(body, that.body);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(body);
        }
    }
}
