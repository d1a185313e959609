package dev.hearth.neighbours.sns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of many.
 *
 * @param nextToken asks for the next page; null after the last
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {

    public Page {
        items = List.copyOf(items);
    }

    /** The items behind {@code token}, which is the position of the first as a number. */
    static <T> Page<T> of(List<T> all, @Nullable String token) {
        int from = 0;
        if (token != null && !token.isEmpty()) {
            try {
                from = Integer.parseInt(token);
            } catch (NumberFormatException notOurs) {
                throw SnsError.invalid("NextToken");
            }
        }
        if (from < 0) {
            throw SnsError.invalid("NextToken");
        }
        int start = Math.min(from, all.size());
        int end = Math.min(start + SnsLimits.PAGE, all.size());
        return new Page<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
    }
}
