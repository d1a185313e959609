package dev.hearth.neighbours.apigateway;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a function may be called for a route: the last yes, remembered for {@link ApiLimits#PERMIT}. */
final class Permit {

    private record Yes(String method, long untilNanos) {}

    private volatile @Nullable Yes last;

    /**
     * What {@code policy} says about the source that {@code arn} gives.
     *
     * @param method of the request, which alone tells one source of a route from another
     */
    boolean allows(String method, long now, Supplier<String> arn, Predicate<String> policy) {
        Yes known = last;
        if (known != null && known.untilNanos - now > 0 && known.method.equals(method)) {
            return true;
        }
        boolean allowed = policy.test(arn.get());
        last = allowed ? new Yes(method, now + ApiLimits.PERMIT.toNanos()) : null;
        return allowed;
    }
}
