package dev.hearth.aws.iam;

import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a listing.
 *
 * @param items in order
 * @param marker where the next part begins; null at the end
 */
record Pages<T>(List<T> items, @Nullable String marker) {

    static <T> Pages<T> of(List<T> all, @Nullable Integer most, @Nullable String marker) {
        int size = most == null ? IamLimits.PAGE : most;
        if (size < 1 || size > IamLimits.MAX_PAGE) {
            throw IamError.VALIDATION.because("1 validation error detected: Value '" + size
                    + "' at 'maxItems' failed to satisfy constraint: Member must have value "
                    + (size < 1 ? "greater than or equal to 1" : "less than or equal to " + IamLimits.MAX_PAGE));
        }
        int start = start(marker, all.size());
        int end = Math.min(all.size(), start + size);
        return new Pages<>(all.subList(start, end), end < all.size() ? Integer.toString(end) : null);
    }

    private static int start(@Nullable String marker, int size) {
        try {
            return marker == null ? 0 : Math.clamp(Integer.parseInt(marker), 0, size);
        } catch (NumberFormatException notOurs) {
            throw IamError.VALIDATION.because("Invalid Marker.");
        }
    }

    boolean isTruncated() {
        return marker != null;
    }
}
