package dev.hearth.neighbours.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a cron expression that says what each of its numbers may be. A range may go over the end ({@code SAT-SUN},
 * {@code 22-2}), years apart.
 *
 * @param first the least number
 * @param last the greatest number
 * @param names of the numbers from {@code first} on; empty for none
 */
record CronField(int first, int last, List<String> names) {

    static final CronField MINUTES = new CronField(0, 59, List.of());
    static final CronField HOURS = new CronField(0, 23, List.of());
    static final CronField DAYS = new CronField(1, 31, List.of());
    static final CronField MONTHS = new CronField(
            1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
    static final CronField WEEKDAYS = new CronField(1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));
    static final CronField YEARS = new CronField(1970, 2199, List.of());

    private static final Pattern ITEM = Pattern.compile("(\\*|([0-9A-Z]{1,4})(?:-([0-9A-Z]{1,4}))?)(?:/(\\d{1,4}))?");

    /** The numbers that {@code text} names; null when it is not valid. */
    @Nullable
    BitSet read(String text) {
        BitSet numbers = new BitSet();
        for (String item : text.split(",", -1)) {
            if (!add(item, numbers)) {
                return null;
            }
        }
        return numbers;
    }

    private boolean add(String item, BitSet numbers) {
        Matcher matcher = ITEM.matcher(item);
        if (!matcher.matches()) {
            return false;
        }
        boolean all = matcher.group(1).equals("*");
        int from = all ? first : number(matcher.group(2));
        int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
        int to = from;
        if (matcher.group(3) != null) {
            to = number(matcher.group(3));
        } else if (all || matcher.group(4) != null) {
            to = last;
        }
        if (from < 0 || to < 0 || step < 1 || step > last) {
            return false;
        }
        int end = to < from ? to + size() : to;
        if (end > last && this == YEARS) {
            return false;
        }
        for (int each = from; each <= end; each += step) {
            numbers.set(each > last ? each - size() : each);
        }
        return true;
    }

    private int size() {
        return last - first + 1;
    }

    /** What a number or name says; negative when it is none of this field. */
    int number(String word) {
        int named = names.indexOf(word);
        if (named >= 0) {
            return first + named;
        }
        if (!word.chars().allMatch(Character::isDigit)) {
            return -1;
        }
        int number = Integer.parseInt(word);
        return number < first || number > last ? -1 : number;
    }
}
