package dev.hearth.neighbours.scheduler;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What its owner says of a schedule.
 *
 * @param expression {@code rate}, {@code cron} or {@code at}
 * @param timezone an IANA name
 * @param start nothing recurring before; null for at once
 * @param end nothing recurring after; null for never
 * @param description null for none
 * @param enabled whether it fires
 * @param windowMinutes of its flexible window; 0 for none
 * @param deleteWhenOver whether it goes after its last invocation
 * @param kmsKeyArn kept and returned; null for none
 */
public record ScheduleSettings(
        String expression,
        String timezone,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable String description,
        boolean enabled,
        int windowMinutes,
        boolean deleteWhenOver,
        @Nullable String kmsKeyArn,
        ScheduleTarget target) {

    Duration window() {
        return Duration.ofMinutes(windowMinutes);
    }

    /** Whether {@code other} is due at the same times. */
    boolean sameTimes(ScheduleSettings other) {
        return expression.equals(other.expression)
                && timezone.equals(other.timezone)
                && java.util.Objects.equals(start, other.start);
    }
}
