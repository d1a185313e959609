package dev.hearth.neighbours.outbox;

import java.util.Locale;

/** What EventBridge calls a target's refusal (user guide, "Using dead-letter queues to process undelivered events"). */
final class EventsCodes {

    private EventsCodes() {}

    static String of(Receipt.Refused refusal) {
        String code = refusal.code().toLowerCase(Locale.ROOT).replace("_", "");
        if (code.contains("denied") || code.contains("authoriz")) {
            return "NO_PERMISSIONS";
        }
        if (code.contains("notfound") || code.contains("notexist") || code.equals("invalidtarget")) {
            return "NO_RESOURCE";
        }
        if (code.contains("throttl") || code.contains("toomanyrequests")) {
            return "THROTTLING";
        }
        if (code.startsWith("invalid") || code.startsWith("missing") || code.contains("validation")) {
            return "INVALID_PARAMETER";
        }
        return code.contains("internal") || code.contains("unavailable") ? "INTERNAL_ERROR" : "ERROR_FROM_TARGET";
    }
}
