package dev.hearth.neighbours.scheduler;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.outbox.DeadLetter;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.RetryRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One due time on its way to a target. Pure.
 *
 * @param scheduleArn whose
 * @param dueMillis what its expression says, Unix time
 * @param id unique
 */
record Invocation(ScheduleTarget target, String scheduleArn, long dueMillis, UUID id, AwsScope scope) {

    /** Stands in an input for the number of the attempt; known only when it is delivered. */
    static final String ATTEMPT = "<aws.scheduler.attempt-number>";

    private static final int EXECUTION_ID_DIGITS = 16;

    /** @param lateMillis how long after its time it is accepted: so much sooner it is given up */
    Posting posting(long lateMillis) {
        RetryRule events = RetryRule.EVENTS;
        RetryRule rule = new RetryRule(
                events.immediate(),
                events.steady(),
                target.retries(),
                events.leastMillis(),
                events.mostMillis(),
                Math.max(0, maxAgeMillis() - lateMillis));
        return new Posting(scheduleArn, false, parcel(), rule, deadLetter());
    }

    /** What is sent instead when it is too old; null when nobody wants it. */
    @Nullable
    Posting tooOld() {
        DeadLetter letter = deadLetter();
        if (letter == null) {
            return null;
        }
        Map<String, Parcel.Attribute> why = new HashMap<>();
        Map<String, String> texts = new LinkedHashMap<>(letter.more());
        texts.put("ERROR_CODE", "MaximumEventAgeExceeded");
        texts.put("ERROR_MESSAGE", "The schedule was due while the scheduler did not run.");
        texts.put("EXHAUSTED_RETRY_CONDITION", "MaximumEventAgeInSeconds");
        texts.forEach((name, text) -> why.put(name, new Parcel.Attribute("String", text)));
        why.put("RETRY_ATTEMPTS", new Parcel.Attribute("Number", "0"));
        Parcel parcel = new Parcel(letter.queueArn(), body().replace(ATTEMPT, "0"), why, Map.of());
        return new Posting(scheduleArn, false, parcel, RetryRule.SNS_INSIDE, null);
    }

    long maxAgeMillis() {
        return target.maxAgeSeconds() * 1_000L;
    }

    private Parcel parcel() {
        Map<String, String> options = new HashMap<>();
        options.put(Parcel.ATTEMPT, ATTEMPT);
        put(options, Parcel.GROUP, target.messageGroup());
        put(options, Parcel.DETAIL_TYPE, target.detailType());
        put(options, Parcel.SOURCE, target.source());
        options.put(Parcel.RESOURCE, scheduleArn);
        return new Parcel(target.arn(), body(), Map.of(), options);
    }

    private static void put(Map<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    private String body() {
        String input = target.input();
        if (input == null) {
            return notification();
        }
        return input.replace("<aws.scheduler.schedule-arn>", scheduleArn)
                .replace("<aws.scheduler.scheduled-time>", scheduledTime())
                .replace("<aws.scheduler.execution-id>", executionId());
    }

    private String scheduledTime() {
        return Instant.ofEpochMilli(dueMillis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String executionId() {
        return id.toString().replace("-", "").substring(0, EXECUTION_ID_DIGITS);
    }

    /** What a target gets whose schedule has no input. */
    private String notification() {
        return "{\"version\":\"0\",\"id\":\"" + id + "\",\"detail-type\":\"Scheduled Event\","
                + "\"source\":\"aws.scheduler\",\"account\":\"" + scope.account() + "\",\"time\":\"" + scheduledTime()
                + "\",\"region\":\"" + scope.region() + "\",\"resources\":[\"" + scheduleArn
                + "\"],\"detail\":\"{}\"}";
    }

    /** User guide, "Configuring a dead-letter queue": the attributes beside those of every dead letter. */
    private @Nullable DeadLetter deadLetter() {
        String queue = target.deadLetterArn();
        return queue == null
                ? null
                : new DeadLetter(
                        queue,
                        DeadLetter.Style.EVENTS,
                        Map.of(
                                "EXECUTION_ID", executionId(),
                                "SCHEDULE_ARN", scheduleArn,
                                "SCHEDULED_TIME", scheduledTime(),
                                "TARGET_ARN", target.arn(),
                                "IS_PAYLOAD_TRUNCATED", "false"));
    }
}
