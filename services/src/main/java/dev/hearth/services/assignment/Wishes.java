package dev.hearth.services.assignment;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The environments that are to be started and have no host yet, in the order of their wishing; callers' before
 * provisioned ones. Facts of {@link Pools}.
 */
final class Wishes {

    private final ArrayDeque<EnvironmentPool> wanted = new ArrayDeque<>();
    private final ArrayDeque<EnvironmentPool> provisioned = new ArrayDeque<>();

    private ArrayDeque<EnvironmentPool> queue(EnvironmentPool pool) {
        return pool.isProvisioned() ? provisioned : wanted;
    }

    /** As many wishes as the pool is short of. */
    void fill(EnvironmentPool pool) {
        int missing = pool.missing();
        if (missing > 0) {
            pool.wish(missing);
            for (int i = 0; i < missing; i++) {
                queue(pool).add(pool);
            }
        }
    }

    boolean isEmpty() {
        return wanted.isEmpty() && provisioned.isEmpty();
    }

    /** A wish of {@code pool} is over; the pool still counts it. */
    void remove(EnvironmentPool pool) {
        queue(pool).removeFirstOccurrence(pool);
    }

    /**
     * The pool whose wish is first, without those that back off; null for none.
     *
     * @param satisfied told of pools whose wish was dropped because it is not needed any more
     */
    @Nullable
    EnvironmentPool first(long now, Consumer<EnvironmentPool> satisfied) {
        EnvironmentPool first = first(wanted, now, satisfied);
        return first != null ? first : first(provisioned, now, satisfied);
    }

    private static @Nullable EnvironmentPool first(
            ArrayDeque<EnvironmentPool> queue, long now, Consumer<EnvironmentPool> satisfied) {
        for (Iterator<EnvironmentPool> each = queue.iterator(); each.hasNext(); ) {
            EnvironmentPool pool = each.next();
            if (pool.missing() < 0) {
                each.remove();
                pool.wish(-1);
                satisfied.accept(pool);
            } else if (!pool.backsOff(now)) {
                return pool;
            }
        }
        return null;
    }
}
