package dev.hearth.neighbours.schedule;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The six fields of a cron expression in AWS's dialect: which local time comes next. Time zones are not its business.
 *
 * @param days which days of a month, by the one of the two day fields that is not {@code ?}
 */
record CronFields(BitSet minutes, BitSet hours, CronDays days, BitSet months, BitSet years) {

    private static final int FIELDS = 6;
    private static final int HOUR = 1;
    private static final int DAY_OF_MONTH = 2;
    private static final int MONTH = 3;
    private static final int DAY_OF_WEEK = 4;
    private static final int YEAR = 5;

    /** What {@code text} says; null when it is not valid. */
    static @Nullable CronFields parse(String text) {
        String[] fields = text.toUpperCase(Locale.ROOT).split("\\s+");
        if (fields.length != FIELDS || fields[DAY_OF_MONTH].equals("?") == fields[DAY_OF_WEEK].equals("?")) {
            return null;
        }
        BitSet minutes = CronField.MINUTES.read(fields[0]);
        BitSet hours = CronField.HOURS.read(fields[HOUR]);
        BitSet months = CronField.MONTHS.read(fields[MONTH]);
        BitSet years = CronField.YEARS.read(fields[YEAR]);
        CronDays days = fields[DAY_OF_MONTH].equals("?")
                ? CronDays.ofWeek(fields[DAY_OF_WEEK])
                : CronDays.ofMonth(fields[DAY_OF_MONTH]);
        return minutes == null || hours == null || days == null || months == null || years == null
                ? null
                : new CronFields(minutes, hours, days, months, years);
    }

    /** The first time behind {@code after}; null when there is none. */
    @Nullable
    LocalDateTime next(LocalDateTime after) {
        LocalDateTime from = after.plusMinutes(1).withSecond(0).withNano(0);
        YearMonth month = YearMonth.from(from);
        while (years.nextSetBit(month.getYear()) >= 0) {
            if (years.get(month.getYear()) && months.get(month.getMonthValue())) {
                LocalDateTime found = inMonth(month, from);
                if (found != null) {
                    return found;
                }
            }
            month = years.get(month.getYear()) ? month.plusMonths(1) : YearMonth.of(month.getYear() + 1, 1);
        }
        return null;
    }

    private @Nullable LocalDateTime inMonth(YearMonth month, LocalDateTime from) {
        BitSet wanted = days.of(month);
        for (int day = wanted.nextSetBit(1); day > 0; day = wanted.nextSetBit(day + 1)) {
            LocalDateTime found = onDay(month.atDay(day).atStartOfDay(), from);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable LocalDateTime onDay(LocalDateTime midnight, LocalDateTime from) {
        LocalDateTime least = midnight.isBefore(from) ? from : midnight;
        if (!least.toLocalDate().equals(midnight.toLocalDate())) {
            return null;
        }
        if (hours.get(least.getHour())) {
            int minute = minutes.nextSetBit(least.getMinute());
            if (minute >= 0) {
                return least.withMinute(minute);
            }
        }
        int hour = hours.nextSetBit(least.getHour() + 1);
        return hour < 0 ? null : midnight.withHour(hour).withMinute(minutes.nextSetBit(0));
    }
}
