package dev.hearth.neighbours.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which days of a month a cron expression means. {@code L}, {@code W} and {@code #} stand alone in their field. */
sealed interface CronDays {

    /** The days of {@code month}, by their numbers. */
    BitSet of(YearMonth month);

    /** The days of the month {@code text}; null when it is not valid. */
    static @Nullable CronDays ofMonth(String text) {
        return switch (text) {
            case "L" -> new FromLast(0);
            case "LW" -> new LastWeekday();
            default -> {
                Matcher fromLast = Patterns.FROM_LAST.matcher(text);
                if (fromLast.matches()) {
                    int days = Integer.parseInt(fromLast.group(1));
                    yield days < CronField.DAYS.last() ? new FromLast(days) : null;
                }
                Matcher near = Patterns.NEAR.matcher(text);
                if (near.matches()) {
                    int day = CronField.DAYS.number(near.group(1));
                    yield day < 0 ? null : new NearestWeekday(day);
                }
                BitSet numbers = CronField.DAYS.read(text);
                yield numbers == null ? null : new Numbered(numbers);
            }
        };
    }

    /** The days of the week {@code text}; null when it is not valid. */
    static @Nullable CronDays ofWeek(String text) {
        Matcher one = Patterns.ONE_WEEKDAY.matcher(text);
        if (one.matches()) {
            int weekday = CronField.WEEKDAYS.number(one.group(1));
            String which = one.group(2);
            return weekday < 0 ? null : new OneWeekday(weekday, which.equals("L") ? -1 : which.charAt(1) - '0');
        }
        BitSet weekdays = CronField.WEEKDAYS.read(text.equals("L") ? "SAT" : text);
        return weekdays == null ? null : new Weekdays(weekdays);
    }

    /** The forms of what stands alone. */
    final class Patterns {

        static final Pattern FROM_LAST = Pattern.compile("L-(\\d{1,2})");
        static final Pattern NEAR = Pattern.compile("(\\d{1,2})W");
        static final Pattern ONE_WEEKDAY = Pattern.compile("([0-9A-Z]{1,3}?)(L|#[1-5])");

        private Patterns() {}
    }

    /** Days by their numbers; a month that does not have one leaves it out. */
    record Numbered(BitSet numbers) implements CronDays {

        @Override
        public BitSet of(YearMonth month) {
            BitSet days = new BitSet();
            days.or(numbers);
            days.clear(month.lengthOfMonth() + 1, CronField.DAYS.last() + 1);
            return days;
        }
    }

    /** The last day, or {@code days} before it. */
    record FromLast(int days) implements CronDays {

        @Override
        public BitSet of(YearMonth month) {
            return only(month.lengthOfMonth() - days);
        }
    }

    /** The last of Monday to Friday. */
    record LastWeekday() implements CronDays {

        @Override
        public BitSet of(YearMonth month) {
            return only(nearestWeekday(month.atEndOfMonth()));
        }
    }

    /** Monday to Friday nearest to {@code day}, in the same month. A month without that day is left out. */
    record NearestWeekday(int day) implements CronDays {

        @Override
        public BitSet of(YearMonth month) {
            return day > month.lengthOfMonth() ? new BitSet() : only(nearestWeekday(month.atDay(day)));
        }
    }

    /** Days of the week, 1 for Sunday. */
    record Weekdays(BitSet weekdays) implements CronDays {

        @Override
        public BitSet of(YearMonth month) {
            BitSet days = new BitSet();
            for (int day = 1; day <= month.lengthOfMonth(); day++) {
                days.set(day, weekdays.get(number(month.atDay(day).getDayOfWeek())));
            }
            return days;
        }
    }

    /** The {@code which}th of a day of the week, -1 for the last. */
    record OneWeekday(int weekday, int which) implements CronDays {

        @Override
        public BitSet of(YearMonth month) {
            DayOfWeek wanted = DayOfWeek.of(weekday == 1 ? DayOfWeek.SUNDAY.getValue() : weekday - 1);
            LocalDate found = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(which, wanted));
            return YearMonth.from(found).equals(month) ? only(found.getDayOfMonth()) : new BitSet();
        }
    }

    private static BitSet only(int number) {
        BitSet days = new BitSet();
        if (number > 0) {
            days.set(number);
        }
        return days;
    }

    private static int number(DayOfWeek day) {
        return day == DayOfWeek.SUNDAY ? 1 : day.getValue() + 1;
    }

    /** A Saturday moves to Friday and a Sunday to Monday, unless that is another month: then the other way. */
    private static int nearestWeekday(LocalDate date) {
        LocalDate near = switch (date.getDayOfWeek()) {
            case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
        };
        return near.getDayOfMonth();
    }
}
