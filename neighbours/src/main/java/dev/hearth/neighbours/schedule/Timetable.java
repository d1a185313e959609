package dev.hearth.neighbours.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a schedule.
 *
 * @param expression what they are made of
 * @param zone of which {@code cron} and {@code at} mean the clock
 * @param anchor where a {@code rate} begins to count when there is no start: when the schedule was made
 * @param start nothing recurring is due before; null for no bound. It is where a {@code rate} begins to count
 * @param end nothing recurring is due after; null for no bound
 */
public record Timetable(
        ScheduleExpression expression,
        ZoneId zone,
        Instant anchor,
        @Nullable Instant start,
        @Nullable Instant end) {

    /** In UTC and without bounds, as rules are. */
    public static Timetable utc(ScheduleExpression expression, Instant anchor) {
        return new Timetable(expression, ZoneOffset.UTC, anchor, null, null);
    }

    /**
     * The first moment behind {@code after}; empty when there is none. A {@code rate} is due at its beginning too: who
     * does not want that asks with the beginning, who does asks with an instant before it.
     */
    public Optional<Instant> next(Instant after) {
        return switch (expression) {
            case ScheduleExpression.At at -> {
                Instant once = at.time().atZone(zone).toInstant();
                yield once.isAfter(after) ? Optional.of(once) : Optional.empty();
            }
            case ScheduleExpression.Rate rate -> inTime(nextOfRate(rate.period(), after));
            case ScheduleExpression.Cron cron -> inTime(nextOfCron(cron, after));
        };
    }

    /** Whether it is due once only. */
    public boolean once() {
        return expression instanceof ScheduleExpression.At;
    }

    private Optional<Instant> inTime(@Nullable Instant moment) {
        return moment == null || (end != null && moment.isAfter(end)) ? Optional.empty() : Optional.of(moment);
    }

    private Instant nextOfRate(Duration period, Instant after) {
        Instant begin = start == null ? anchor : start;
        if (after.isBefore(begin)) {
            return begin;
        }
        long past = Duration.between(begin, after).dividedBy(period);
        return begin.plus(period.multipliedBy(past + 1));
    }

    /** Skips what the clock leaves out, and takes the first of what it shows twice (user guide, "Daylight savings"). */
    private @Nullable Instant nextOfCron(ScheduleExpression.Cron cron, Instant after) {
        CronFields fields = Objects.requireNonNull(CronFields.parse(cron.fields()), "a Cron's fields are valid");
        Instant from = start != null && after.isBefore(start) ? start.minusNanos(1) : after;
        LocalDateTime local = fields.next(LocalDateTime.ofInstant(from, zone));
        while (local != null) {
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            if (!offsets.isEmpty()) {
                Instant moment = local.toInstant(offsets.getFirst());
                if (moment.isAfter(from)) {
                    return moment;
                }
            }
            local = fields.next(local);
        }
        return null;
    }

    /**
     * A moment of the flexible window that begins at {@code due}.
     *
     * @param window its length; zero for none
     * @param random any number; equally likely ones give equally likely seconds
     */
    public static Instant within(Instant due, Duration window, long random) {
        return window.isZero() ? due : due.plusSeconds(Math.floorMod(random, window.toSeconds()));
    }
}
