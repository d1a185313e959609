package dev.hearth.services.counting;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** Refusals by reason since the start. */
final class Throttles {

    private static final ThrottleReason[] REASONS = ThrottleReason.values();

    private final AtomicLongArray counts = new AtomicLongArray(REASONS.length);

    void count(ThrottleReason reason) {
        counts.incrementAndGet(reason.ordinal());
    }

    Map<ThrottleReason, Long> counts() {
        Map<ThrottleReason, Long> result = new EnumMap<>(ThrottleReason.class);
        for (ThrottleReason reason : REASONS) {
            result.put(reason, counts.get(reason.ordinal()));
        }
        return result;
    }
}
