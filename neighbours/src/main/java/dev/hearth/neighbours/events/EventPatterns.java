package dev.hearth.neighbours.events;

import java.io.IOException;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/** Event patterns, by AWS's own matcher (user guide, "Creating Amazon EventBridge event patterns"). */
final class EventPatterns {

    private static final String ONE = "pattern";

    private EventPatterns() {}

    /** Refuses a pattern as AWS does. */
    static void check(String pattern) {
        if (pattern.length() > EventsLimits.PATTERN_CHARS) {
            throw EventsError.VALIDATION.because(
                    "1 validation error detected: Value at 'eventPattern' failed to satisfy constraint: Member"
                            + " must have length less than or equal to " + EventsLimits.PATTERN_CHARS);
        }
        String wrong = wrong(pattern);
        if (!wrong.isEmpty()) {
            throw EventsError.INVALID_EVENT_PATTERN.because("Event pattern is not valid. Reason: " + wrong);
        }
    }

    private static String wrong(String pattern) {
        try {
            String wrong = JsonRuleCompiler.check(pattern);
            if (wrong == null) {
                Machine.builder().build().addRule(ONE, pattern);
            }
            return wrong == null ? "" : wrong;
        } catch (IOException | RuntimeException notAPattern) {
            return String.valueOf(notAPattern.getMessage());
        }
    }

    /** Whether a checked {@code pattern} takes {@code event}. */
    static boolean matches(String pattern, String event) {
        try {
            Machine machine = Machine.builder().build();
            machine.addRule(ONE, pattern);
            return !machine.rulesForJSONEvent(event).isEmpty();
        } catch (Exception notJson) {
            throw EventsError.VALIDATION.because("Parameter Event is not valid.");
        }
    }
}
