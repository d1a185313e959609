package dev.hearth.aws.ec2;

import dev.hearth.neighbours.ec2.Ec2Error;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a list that is asked for in parts; the token is where the next one begins. */
record Pages<T>(List<T> items, @Nullable String nextToken) {

    private static final int MIN = 5;
    private static final int MAX = 1_000;

    static <T> Pages<T> of(List<T> all, @Nullable Integer maxResults, @Nullable String token) {
        if (maxResults != null && (maxResults < MIN || maxResults > MAX)) {
            throw Ec2Error.INVALID_PARAMETER.because("Value ( " + maxResults
                    + " ) for parameter maxResults is invalid. Expecting a value between " + MIN + " and " + MAX + ".");
        }
        int from = Math.min(start(token), all.size());
        int to = maxResults == null ? all.size() : Math.min(all.size(), from + maxResults);
        return new Pages<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }

    private static int start(@Nullable String token) {
        try {
            return token == null || token.isEmpty() ? 0 : Integer.parseUnsignedInt(token);
        } catch (NumberFormatException notOurs) {
            throw Ec2Error.INVALID_PARAMETER.because("Invalid value '" + token + "' for NextToken.");
        }
    }
}
