package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.pollerfleet.EventOutcome.Target;
import dev.hearth.services.queuemanager.QueuedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an event before and after each try: pure functions.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">How Lambda
 * handles errors and retries with asynchronous invocation</a>.
 */
final class EventDecisions {

    /** The wait after the first error of the function's, and after the second. */
    private static final List<Duration> RETRY_DELAYS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

    /** How long a destination that does not take its message is tried. */
    static final Duration DELIVERY_PATIENCE = Duration.ofHours(6);

    private static final int OK = 200;

    /** What is to be done with an event. */
    sealed interface Decision {

        /** Try again. */
        record Again(Instant due, int failures, int refusals) implements Decision {}

        /** It is over: tell whom it concerns, then remove it. */
        record Over(EventOutcome outcome) implements Decision {}
    }

    private EventDecisions() {}

    /** What ends an event before it is tried: its age. */
    static Optional<EventOutcome> expired(QueuedEvent event, EventRules rules, Instant now) {
        return expiry(event, rules).isAfter(now)
                ? Optional.empty()
                : Optional.of(new EventOutcome(
                        EventOutcome.EVENT_AGE_EXCEEDED,
                        tries(event),
                        0,
                        "",
                        "",
                        null,
                        "The event is older than its maximum age of "
                                + rules.maximumAge().toSeconds() + " seconds.",
                        now,
                        failureTargets(rules)));
    }

    static Decision after(QueuedEvent event, InvokeOutcome outcome, EventRules rules, boolean stopped, Instant now) {
        return switch (outcome) {
            case InvokeOutcome.Answered answered
            when answered.functionError().isEmpty() ->
                new Decision.Over(answered(event, answered, EventOutcome.SUCCESS, now, successTargets(rules)));
            case InvokeOutcome.Answered answered -> failed(event, answered, rules, now);
            case InvokeOutcome.Refused(Fault fault) -> refused(event, fault, rules, stopped, now);
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ ->
                throw new IllegalStateException("an event is invoked synchronously");
        };
    }

    private static Decision failed(QueuedEvent event, InvokeOutcome.Answered answered, EventRules rules, Instant now) {
        int failures = event.failures() + 1;
        if (failures > rules.maximumRetries()) {
            return new Decision.Over(
                    answered(event, answered, EventOutcome.RETRIES_EXHAUSTED, now, failureTargets(rules)));
        }
        Duration delay = RETRY_DELAYS.get(Math.min(failures, RETRY_DELAYS.size()) - 1);
        return new Decision.Again(notAfterExpiry(event, rules, now, delay), failures, 0);
    }

    private static Decision refused(QueuedEvent event, Fault fault, EventRules rules, boolean stopped, Instant now) {
        if (stopped || !Faults.isTemporary(fault)) {
            String condition = stopped ? EventOutcome.ZERO_RESERVED_CONCURRENCY : EventOutcome.RETRIES_EXHAUSTED;
            return new Decision.Over(new EventOutcome(
                    condition,
                    tries(event) + 1,
                    Faults.status(fault),
                    "",
                    "",
                    null,
                    fault.message(),
                    now,
                    failureTargets(rules)));
        }
        Duration delay = backoff(event.refusals());
        return new Decision.Again(notAfterExpiry(event, rules, now, delay), event.failures(), event.refusals() + 1);
    }

    /** An event that will be too old by then is looked at when it becomes so. */
    private static Instant notAfterExpiry(QueuedEvent event, EventRules rules, Instant now, Duration delay) {
        Instant due = now.plus(delay);
        Instant expiry = expiry(event, rules);
        Instant soonest = now.plusMillis(1);
        return due.isBefore(expiry) ? due : expiry.isAfter(soonest) ? expiry : soonest;
    }

    private static Instant expiry(QueuedEvent event, EventRules rules) {
        return event.event().accepted().plus(rules.maximumAge());
    }

    /** From a second to five minutes, doubled each time. */
    static Duration backoff(int before) {
        Duration delay = FIRST_BACKOFF.multipliedBy(1L << Math.min(before, 9));
        return delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay;
    }

    private static int tries(QueuedEvent event) {
        return event.failures() + event.refusals();
    }

    private static EventOutcome answered(
            QueuedEvent event, InvokeOutcome.Answered answered, String condition, Instant now, List<Target> targets) {
        // Nobody reads what nobody is told.
        @Nullable String response = targets.isEmpty() ? null : EventOutcome.text(answered.payload());
        return new EventOutcome(
                condition,
                tries(event) + 1,
                OK,
                answered.functionError(),
                answered.executedVersion(),
                response,
                response == null || answered.functionError().isEmpty() ? "" : ErrorText.message(response),
                now,
                targets);
    }

    private static List<Target> successTargets(EventRules rules) {
        return rules.onSuccess().isEmpty()
                ? List.of()
                : List.of(new Target(DestinationMessage.Kind.SUCCESS, rules.onSuccess()));
    }

    private static List<Target> failureTargets(EventRules rules) {
        List<Target> targets = new ArrayList<>();
        if (!rules.onFailure().isEmpty()) {
            targets.add(new Target(DestinationMessage.Kind.FAILURE, rules.onFailure()));
        }
        if (!rules.deadLetter().isEmpty()) {
            targets.add(new Target(DestinationMessage.Kind.DEAD_LETTER, rules.deadLetter()));
        }
        return targets;
    }

    /** What becomes of an outcome whose {@code left} targets did not take their messages. */
    static Optional<Decision.Again> undelivered(QueuedEvent event, EventOutcome left, Instant now) {
        return left.pending().isEmpty()
                        || left.decided().plus(DELIVERY_PATIENCE).isBefore(now)
                ? Optional.empty()
                : Optional.of(new Decision.Again(
                        now.plus(backoff(event.outcome() == null ? 0 : event.refusals())),
                        event.failures(),
                        event.outcome() == null ? 1 : event.refusals() + 1));
    }
}
