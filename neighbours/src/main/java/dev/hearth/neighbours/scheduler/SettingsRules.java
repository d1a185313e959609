package dev.hearth.neighbours.scheduler;

import dev.hearth.neighbours.schedule.ScheduleExpression;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What AWS accepts as a schedule (botocore: scheduler 2021-06-30). */
final class SettingsRules {

    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-_.]+");
    private static final Pattern ROLE = Pattern.compile("arn:aws(-[a-z]+)?:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final Pattern QUEUE = Pattern.compile("arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+");
    private static final Pattern SERVED = Pattern.compile("arn:aws(-[a-z]+)?:(lambda:[a-z0-9-]+:\\d{12}:function:.+"
            + "|sqs:[a-z0-9-]+:\\d{12}:[a-zA-Z0-9-_.]+|sns:[a-z0-9-]+:\\d{12}:[a-zA-Z0-9-_.]+"
            + "|events:[a-z0-9-]+:\\d{12}:event-bus/[a-zA-Z0-9-_./]+)");
    private static final Pattern ARN = Pattern.compile("arn:aws(-[a-z]+)?:[a-z0-9-]+:[a-z0-9-]*:(\\d{12})?:.+");
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final int TAG_KEY_CHARS = 128;
    private static final int TAG_VALUE_CHARS = 256;

    private SettingsRules() {}

    static void name(String name, String member) {
        if (name.isEmpty() || name.length() > SchedulerLimits.NAME_CHARS) {
            throw SchedulerError.constraint(
                    name, member, "have length less than or equal to " + SchedulerLimits.NAME_CHARS);
        }
        if (!NAME.matcher(name).matches()) {
            throw SchedulerError.constraint(name, member, "satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$");
        }
    }

    /** The expression of {@code settings}, when all of them are valid. */
    static ScheduleExpression check(ScheduleSettings settings, Instant now) {
        ScheduleExpression expression = ScheduleExpression.parse(
                        settings.expression(), ScheduleExpression.Dialect.SCHEDULER)
                .orElseThrow(() -> SchedulerError.VALIDATION.because(
                        "Invalid Schedule Expression " + settings.expression() + "."));
        zone(settings.timezone());
        dates(settings, expression, now);
        String description = settings.description();
        if (description != null && description.length() > SchedulerLimits.DESCRIPTION_CHARS) {
            throw SchedulerError.constraint(
                    description,
                    "description",
                    "have length less than or equal to " + SchedulerLimits.DESCRIPTION_CHARS);
        }
        range("flexibleTimeWindow.maximumWindowInMinutes", settings.windowMinutes(), 0, SchedulerLimits.WINDOW_MINUTES);
        target(settings.target());
        return expression;
    }

    /** Names from the IANA's database only, as AWS takes them. */
    static ZoneId zone(String name) {
        if (name.length() > SchedulerLimits.TIMEZONE_CHARS || !ZONES.contains(name)) {
            throw SchedulerError.VALIDATION.because("Invalid Schedule Expression Timezone " + name + ".");
        }
        return ZoneId.of(name);
    }

    private static void dates(ScheduleSettings settings, ScheduleExpression expression, Instant now) {
        Instant start = settings.start();
        Instant end = settings.end();
        if (expression instanceof ScheduleExpression.At) {
            return;
        }
        if (start != null && start.isBefore(now.minus(SchedulerLimits.START_GRACE))) {
            throw SchedulerError.VALIDATION.because("The StartDate you specify cannot be earlier than 5 minutes ago.");
        }
        if (start != null && end != null && !end.isAfter(start)) {
            throw SchedulerError.VALIDATION.because("The EndDate you specify must come after the StartDate.");
        }
    }

    private static void target(ScheduleTarget target) {
        if (target.arn().length() > SchedulerLimits.ARN_CHARS || !isArn(target)) {
            throw SchedulerError.VALIDATION.because("Provided Arn is not in correct format.");
        }
        if (!ROLE.matcher(target.roleArn()).matches()) {
            throw SchedulerError.constraint(
                    target.roleArn(), "target.roleArn", "satisfy regular expression pattern: ^" + ROLE + "$");
        }
        if (target.isUniversal()) {
            UniversalTarget.check(target);
        } else if (!SERVED.matcher(target.arn()).matches()) {
            throw SchedulerError.VALIDATION.because("Hearth does not deliver to " + target.arn()
                    + ": it knows functions, queues, topics and event buses.");
        }
        parameters(target);
        input(target);
        range("target.retryPolicy.maximumRetryAttempts", target.retries(), 0, SchedulerLimits.RETRIES);
        range(
                "target.retryPolicy.maximumEventAgeInSeconds",
                target.maxAgeSeconds(),
                SchedulerLimits.LEAST_AGE_SECONDS,
                SchedulerLimits.MOST_AGE_SECONDS);
        String deadLetters = target.deadLetterArn();
        if (deadLetters != null && !QUEUE.matcher(deadLetters).matches()) {
            throw SchedulerError.constraint(
                    deadLetters, "target.deadLetterConfig.arn", "satisfy regular expression pattern: ^" + QUEUE + "$");
        }
    }

    private static boolean isArn(ScheduleTarget target) {
        return target.isUniversal() || ARN.matcher(target.arn()).matches();
    }

    private static void parameters(ScheduleTarget target) {
        boolean bus = target.arn().contains(":events:");
        if (bus != (target.detailType() != null && target.source() != null)) {
            throw SchedulerError.VALIDATION.because(
                    bus
                            ? "EventBridgeParameters must be specified for an event bus."
                            : "EventBridgeParameters can only be specified for an event bus.");
        }
        if (target.messageGroup() != null && !target.arn().contains(":sqs:")) {
            throw SchedulerError.VALIDATION.because("SqsParameters can only be specified for an SQS queue.");
        }
    }

    private static void input(ScheduleTarget target) {
        String input = target.input();
        if (input == null) {
            return;
        }
        if (input.getBytes(StandardCharsets.UTF_8).length > SchedulerLimits.INPUT_BYTES) {
            throw SchedulerError.VALIDATION.because(
                    "The Input is larger than " + SchedulerLimits.INPUT_BYTES + " bytes.");
        }
        boolean json = target.arn().contains(":lambda:") || target.arn().contains(":events:");
        if (json && !InputJson.isWellFormed(input)) {
            throw SchedulerError.VALIDATION.because("The Input for the target must be well-formed JSON.");
        }
    }

    private static void range(String member, int value, int least, int most) {
        if (value < least) {
            throw SchedulerError.constraint(
                    String.valueOf(value), member, "have value greater than or equal to " + least);
        }
        if (value > most) {
            throw SchedulerError.constraint(String.valueOf(value), member, "have value less than or equal to " + most);
        }
    }

    static int page(@Nullable Integer limit) {
        if (limit == null) {
            return SchedulerLimits.PAGE;
        }
        range("maxResults", limit, 1, SchedulerLimits.PAGE);
        return limit;
    }

    static Map<String, String> tags(Map<String, String> present, Map<String, String> added) {
        Map<String, String> all = new HashMap<>(present);
        added.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > TAG_KEY_CHARS) {
                throw SchedulerError.constraint(key, "tags.key", "have length less than or equal to " + TAG_KEY_CHARS);
            }
            if (value.isEmpty() || value.length() > TAG_VALUE_CHARS) {
                throw SchedulerError.constraint(
                        value, "tags.value", "have length less than or equal to " + TAG_VALUE_CHARS);
            }
            all.put(key, value);
        });
        if (all.size() > SchedulerLimits.TAGS) {
            throw SchedulerError.constraint(
                    String.valueOf(all.size()), "tags", "have length less than or equal to " + SchedulerLimits.TAGS);
        }
        return all;
    }
}
