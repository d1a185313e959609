package dev.hearth.neighbours.scheduler;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.schedule.ScheduleExpression;
import dev.hearth.neighbours.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule fires and what becomes of it. Pure.
 *
 * <pre>
 * schedule | made, enabled or changed  | fired                                 | disabled
 * ---------+---------------------------+---------------------------------------+---------
 * waiting  | waiting for its next time | waiting for its next time, or over,   | over
 *          |                           | or gone when it is to be deleted then |
 * over     | waiting for its next time |                                       | over
 * </pre>
 */
final class ScheduleDecisions {

    private ScheduleDecisions() {}

    static Schedule made(ScheduleKey key, ScheduleSettings settings, String clientToken, Instant now, long random) {
        long millis = now.toEpochMilli();
        Schedule.Moment first = settings.enabled() ? first(settings, millis, now, random) : null;
        return new Schedule(key, settings, clientToken, 0, millis, millis, millis, first);
    }

    /** With other settings. Times that stay the same go on; others begin anew. */
    static Schedule changed(Schedule before, ScheduleSettings settings, Instant now, long random) {
        boolean goesOn = settings.sameTimes(before.settings());
        long anchor = goesOn ? before.anchorMillis() : now.toEpochMilli();
        Schedule.Moment next = null;
        if (settings.enabled()) {
            next = goesOn ? later(settings, anchor, now, now, random) : first(settings, anchor, now, random);
        }
        return new Schedule(
                before.key(),
                settings,
                before.clientToken(),
                before.revision() + 1,
                before.createdMillis(),
                now.toEpochMilli(),
                anchor,
                next);
    }

    /** A rate without a start is due at once, and an {@code at} of this minute is too. */
    private static Schedule.@Nullable Moment first(ScheduleSettings settings, long anchor, Instant now, long random) {
        Timetable table = table(settings, anchor);
        Instant from = table.once()
                ? now.minus(SchedulerLimits.PRECISION)
                : Instant.ofEpochMilli(anchor).minusNanos(1);
        return table.next(from).map(due -> moment(settings, due, now, random)).orElse(null);
    }

    private static Schedule.@Nullable Moment later(
            ScheduleSettings settings, long anchor, Instant after, Instant now, long random) {
        return table(settings, anchor)
                .next(after)
                .map(due -> moment(settings, due, now, random))
                .orElse(null);
    }

    private static Timetable table(ScheduleSettings settings, long anchor) {
        ScheduleExpression expression = ScheduleExpression.parse(
                        settings.expression(), ScheduleExpression.Dialect.SCHEDULER)
                .orElseThrow(() -> new IllegalStateException("kept, but not valid: " + settings.expression()));
        return new Timetable(
                expression,
                SettingsRules.zone(settings.timezone()),
                Instant.ofEpochMilli(anchor),
                settings.start(),
                settings.end());
    }

    /** A moment of the rest of the flexible window. */
    private static Schedule.Moment moment(ScheduleSettings settings, Instant due, Instant now, long random) {
        Instant least = due.isBefore(now) ? now : due;
        Duration rest = Duration.between(least, due.plus(settings.window()));
        Instant fire = rest.compareTo(Duration.ofSeconds(1)) < 0 ? due : Timetable.within(least, rest, random);
        return new Schedule.Moment(due.toEpochMilli(), fire.toEpochMilli());
    }

    /** {@code schedule}, whose time has come. */
    static Firing fire(Schedule schedule, String arn, AwsScope scope, Instant now, UUID id, long random) {
        Schedule.Moment moment = Objects.requireNonNull(schedule.next());
        ScheduleSettings settings = schedule.settings();
        Invocation invocation = new Invocation(settings.target(), arn, moment.dueMillis(), id, scope);
        long late = Math.max(0, now.toEpochMilli() - moment.fireMillis());
        Posting posting = late > invocation.maxAgeMillis() ? invocation.tooOld() : invocation.posting(late);
        Schedule.Moment next = next(schedule, moment, now, random);
        Schedule after = next == null && settings.deleteWhenOver() ? null : schedule.firing(next);
        return new Firing(schedule, after, posting == null ? List.of() : List.of(posting));
    }

    /** The time behind the one that is done; those that were missed altogether are left out. */
    private static Schedule.@Nullable Moment next(Schedule schedule, Schedule.Moment done, Instant now, long random) {
        ScheduleSettings settings = schedule.settings();
        long anchor = schedule.anchorMillis();
        Schedule.Moment next = later(settings, anchor, Instant.ofEpochMilli(done.dueMillis()), now, random);
        boolean missed = next != null
                && Instant.ofEpochMilli(next.dueMillis())
                        .plus(settings.window())
                        .isBefore(now);
        return missed ? later(settings, anchor, now, now, random) : next;
    }
}
