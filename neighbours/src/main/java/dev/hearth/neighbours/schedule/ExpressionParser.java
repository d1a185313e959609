package dev.hearth.neighbours.schedule;

import dev.hearth.neighbours.schedule.ScheduleExpression.At;
import dev.hearth.neighbours.schedule.ScheduleExpression.Cron;
import dev.hearth.neighbours.schedule.ScheduleExpression.Dialect;
import dev.hearth.neighbours.schedule.ScheduleExpression.Rate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads schedule expressions. */
final class ExpressionParser {

    private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,9}) (minute|hour|day)(s?)\\)");
    private static final Pattern AT = Pattern.compile("at\\((\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})\\)");
    private static final Pattern CRON = Pattern.compile("cron\\((\\S.*\\S)\\)");

    private ExpressionParser() {}

    static Optional<ScheduleExpression> parse(String text, Dialect dialect) {
        if (text.length() > ScheduleExpression.MAX_CHARS) {
            return Optional.empty();
        }
        Matcher rate = RATE.matcher(text);
        if (rate.matches()) {
            return Optional.ofNullable(rate(text, rate, dialect));
        }
        Matcher cron = CRON.matcher(text);
        if (cron.matches()) {
            return CronFields.parse(cron.group(1)) == null
                    ? Optional.empty()
                    : Optional.of(new Cron(text, cron.group(1)));
        }
        Matcher at = AT.matcher(text);
        if (at.matches() && dialect == Dialect.SCHEDULER) {
            return Optional.ofNullable(at(text, at.group(1)));
        }
        return Optional.empty();
    }

    private static @Nullable ScheduleExpression rate(String text, Matcher rate, Dialect dialect) {
        long value = Long.parseLong(rate.group(1));
        boolean agrees = rate.group(3).isEmpty() == (value == 1);
        if (value == 0 || (dialect == Dialect.RULES && !agrees)) {
            return null;
        }
        Duration period = switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(value);
            case "hour" -> Duration.ofHours(value);
            default -> Duration.ofDays(value);
        };
        return new Rate(text, period);
    }

    private static @Nullable ScheduleExpression at(String text, String time) {
        try {
            return new At(text, LocalDateTime.parse(time));
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
