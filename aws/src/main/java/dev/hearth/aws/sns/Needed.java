package dev.hearth.aws.sns;

import dev.hearth.neighbours.sns.SnsError;
import org.jspecify.annotations.Nullable;

/** What a request must have. */
final class Needed {

    private Needed() {}

    static <T> T member(@Nullable T value, String name) {
        if (value == null) {
            throw SnsError.INVALID_PARAMETER.because(
                    "Invalid parameter: " + name + " Reason: no value for required parameter");
        }
        return value;
    }
}
