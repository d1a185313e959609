package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.Condition;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3Error;
import org.jspecify.annotations.Nullable;

/** The conditions of reads (RFC 9110, and API reference "GetObject" where two of them meet). */
final class ReadConditions {

    private ReadConditions() {}

    static void require(S3Call call, ObjectVersion version) {
        require("", call, version);
    }

    /** The same for the source of a copy, whose headers have a prefix and whose refusals are all alike. */
    static void require(String prefix, S3Call call, ObjectVersion version) {
        String match = call.header(prefix + "If-Match");
        String noneMatch = call.header(prefix + "If-None-Match");
        Long modifiedSince = Text.millis(call.header(prefix + "If-Modified-Since"));
        Long unmodifiedSince = Text.millis(call.header(prefix + "If-Unmodified-Since"));
        // Dates are whole seconds.
        long modified = version.modifiedMillis() / 1000;
        if (match != null) {
            if (!matches(match, version.etag())) {
                throw S3Error.PRECONDITION_FAILED.thrown();
            }
        } else if (unmodifiedSince != null && modified > unmodifiedSince / 1000) {
            throw S3Error.PRECONDITION_FAILED.thrown();
        }
        boolean same = noneMatch != null
                ? matches(noneMatch, version.etag())
                : modifiedSince != null && modified <= modifiedSince / 1000;
        if (same) {
            throw (prefix.isEmpty() ? S3Error.NOT_MODIFIED : S3Error.PRECONDITION_FAILED).thrown();
        }
    }

    static boolean matches(@Nullable String tags, String etag) {
        if (tags == null) {
            return false;
        }
        for (String tag : tags.split(",")) {
            if (tag.strip().equals("*") || Condition.tag(tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
