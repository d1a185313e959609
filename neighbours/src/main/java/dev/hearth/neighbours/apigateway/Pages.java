package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists in pages; a token is the place where the next begins. */
final class Pages {

    private Pages() {}

    /** A page under the names that the API gives its members. */
    static Doc of(List<Doc> all, @Nullable String limit, @Nullable String token, String items, String next) {
        int most = limit == null ? ApiLimits.MOST_PAGE : Math.clamp(number(limit), 1, ApiLimits.MOST_PAGE);
        int start = token == null || token.isEmpty() ? 0 : Math.clamp(number(token), 0, all.size());
        int end = Math.min(all.size(), start + most);
        List<Object> page = new ArrayList<>();
        all.subList(start, end).forEach(doc -> page.add(doc.members()));
        return Doc.of(items, page, next, end < all.size() ? String.valueOf(end) : null);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw ApiError.BAD_REQUEST.because("Invalid position parameter");
        }
    }
}
