package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3Error;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are asked for.
 *
 * @param isWhole whether the answer is the whole object
 * @param part whether it is a part by its number
 */
record Span(long start, long length, boolean isWhole, boolean part) {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static Span of(S3Call call, ObjectVersion version) {
        String number = call.query().get("partNumber");
        String range = call.header("Range");
        if (number != null) {
            if (range != null) {
                throw S3Error.INVALID_REQUEST.because(
                        "Cannot specify both Range header and partNumber query" + " parameter");
            }
            return part(call.number("partNumber", 0, Integer.MAX_VALUE), version);
        }
        Span span = range == null ? null : of(range, version.size());
        return span == null ? new Span(0, version.size(), true, false) : span;
    }

    private static Span part(int number, ObjectVersion version) {
        if (version.facts().parts().isEmpty()) {
            if (number != 1) {
                throw S3Error.INVALID_PART_NUMBER.thrown();
            }
            return new Span(0, version.size(), version.size() == 0, true);
        }
        long start = 0;
        int at = 1;
        for (Facts.PartFact part : version.facts().parts()) {
            if (at == number) {
                return new Span(start, part.size(), false, true);
            }
            start += part.size();
            at++;
        }
        throw S3Error.INVALID_PART_NUMBER.thrown();
    }

    /** Null for what is no range, which is answered as if it had not been said. */
    static @Nullable Span of(String range, long size) {
        Matcher matcher = RANGE.matcher(range.strip());
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return null;
        }
        if (matcher.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(matcher.group(2)));
            if (last == 0) {
                throw S3Error.INVALID_RANGE.thrown();
            }
            return new Span(size - last, last, false, false);
        }
        long first = Long.parseLong(matcher.group(1));
        long end = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        if (end < first) {
            return null;
        }
        if (first >= size) {
            throw S3Error.INVALID_RANGE.thrown();
        }
        return new Span(first, Math.min(end, size - 1) - first + 1, false, false);
    }
}
