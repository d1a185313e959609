package dev.hearth.neighbours.schedule;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;

/** A schedule expression of AWS's (EventBridge Scheduler user guide, "Schedule types"). */
public sealed interface ScheduleExpression {

    /** The longest text of one, in characters. */
    int MAX_CHARS = 256;

    /** Whose rules an expression is read by. */
    enum Dialect {
        /** EventBridge's rules: no {@code at}, and a unit of {@code rate} agrees with its number. */
        RULES,
        /** EventBridge Scheduler's: {@code at} too, and {@code rate(1 minutes)} is taken. */
        SCHEDULER
    }

    /** The text as it was written. */
    String text();

    /** What {@code text} says in {@code dialect}; empty when it is not valid there. */
    static Optional<ScheduleExpression> parse(String text, Dialect dialect) {
        return ExpressionParser.parse(text, dialect);
    }

    /**
     * Again and again after the same time: {@code rate(5 minutes)}. A day is 24 hours, whatever clocks do.
     *
     * @param period positive
     */
    record Rate(String text, Duration period) implements ScheduleExpression {}

    /**
     * At times of day on days: {@code cron(minutes hours day-of-month month day-of-week year)}.
     *
     * @param fields the six fields between the parentheses, checked
     */
    record Cron(String text, String fields) implements ScheduleExpression {}

    /**
     * Once: {@code at(yyyy-mm-ddThh:mm:ss)}.
     *
     * @param time in the time zone of who uses it
     */
    record At(String text, LocalDateTime time) implements ScheduleExpression {}
}
