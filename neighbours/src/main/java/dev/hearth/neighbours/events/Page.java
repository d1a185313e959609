package dev.hearth.neighbours.events;

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

    /** Which page is wanted; null where nothing was said. */
    public record Wish(@Nullable Integer limit, @Nullable String token) {}

    /** The items behind the token, which is the position of the first as a number. */
    static <T> Page<T> of(List<T> all, Wish wish) {
        int limit = wish.limit() == null ? EventsLimits.PAGE : wish.limit();
        if (limit < 1 || limit > EventsLimits.PAGE) {
            throw EventsError.VALIDATION.because("1 validation error detected: Value '" + limit
                    + "' at 'limit' failed to satisfy constraint: Member must have value between 1 and "
                    + EventsLimits.PAGE);
        }
        int from = position(wish.token());
        int start = Math.min(from, all.size());
        int end = Math.min(start + limit, all.size());
        return new Page<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
    }

    private static int position(@Nullable String token) {
        try {
            int position = token == null || token.isEmpty() ? 0 : Integer.parseInt(token);
            if (position >= 0) {
                return position;
            }
        } catch (NumberFormatException notOurs) {
            // Refused below.
        }
        throw EventsError.VALIDATION.because("Invalid token");
    }
}
