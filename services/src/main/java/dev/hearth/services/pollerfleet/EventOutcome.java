package dev.hearth.services.pollerfleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an event ended, and who is still to be told.
 *
 * @param condition why it ended, as in the invocation record
 * @param invokeCount times that the function was tried, about
 * @param status HTTP status of the last try, or 0 when there was none
 * @param functionError as of the last try, or empty
 * @param executedVersion that the last try ran, or empty
 * @param response of the last try; null when there was none
 * @param message what went wrong, for a dead letter; or empty
 * @param decided when it ended
 * @param pending who is still to be told
 */
record EventOutcome(
        String condition,
        int invokeCount,
        int status,
        String functionError,
        String executedVersion,
        @Nullable String response,
        String message,
        Instant decided,
        List<Target> pending) {

    static final String SUCCESS = "Success";
    static final String RETRIES_EXHAUSTED = "RetriesExhausted";
    static final String EVENT_AGE_EXCEEDED = "EventAgeExceeded";
    static final String ZERO_RESERVED_CONCURRENCY = "ZeroReservedConcurrency";

    EventOutcome {
        pending = List.copyOf(pending);
    }

    /** A destination of this outcome. */
    record Target(DestinationMessage.Kind kind, String arn) {}

    boolean isSuccess() {
        return condition.equals(SUCCESS);
    }

    EventOutcome withPending(List<Target> left) {
        return new EventOutcome(
                condition, invokeCount, status, functionError, executedVersion, response, message, decided, left);
    }

    static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }
}
