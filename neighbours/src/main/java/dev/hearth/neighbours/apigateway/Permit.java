package dev.hearth.neighbours.apigateway;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether a function may be called for a route: the last yes, remembered for {@link ApiLimits#PERMIT}. */
final class Permit {

    private record Yes(String sourceArn, long untilNanos) {}

    private volatile @Nullable Yes last;

    boolean allows(String sourceArn, long now, Predicate<String> policy) {
        Yes known = last;
        if (known != null && known.untilNanos - now > 0 && known.sourceArn.equals(sourceArn)) {
            return true;
        }
        boolean allowed = policy.test(sourceArn);
        last = allowed ? new Yes(sourceArn, now + ApiLimits.PERMIT.toNanos()) : null;
        return allowed;
    }
}
