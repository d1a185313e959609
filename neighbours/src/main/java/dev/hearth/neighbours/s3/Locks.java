package dev.hearth.neighbours.s3;

import java.time.DateTimeException;
import java.time.Instant;

/** Object lock as an object's facts tell it (user guide, "Locking objects with Object Lock"). */
final class Locks {

    static final String MODE = "x-amz-object-lock-mode";
    static final String UNTIL = "x-amz-object-lock-retain-until-date";
    static final String LEGAL_HOLD = "x-amz-object-lock-legal-hold";

    private Locks() {}

    /** Whether a version may not be deleted now. {@code bypass} opens the governance mode. */
    static boolean holds(Facts facts, long nowMillis, boolean bypass) {
        if ("ON".equals(facts.headers().get(LEGAL_HOLD))) {
            return true;
        }
        String mode = facts.headers().get(MODE);
        String until = facts.headers().get(UNTIL);
        return mode != null && until != null && millis(until) > nowMillis && !(bypass && mode.equals("GOVERNANCE"));
    }

    private static long millis(String until) {
        try {
            return Instant.parse(until).toEpochMilli();
        } catch (DateTimeException broken) {
            return Long.MAX_VALUE;
        }
    }
}
