package dev.hearth.services.logs;

/**
 * A place among the events of a group, which are ordered by timestamp, then by arrival.
 *
 * @param timestampMillis milliseconds since the epoch, not negative
 * @param sequence from 1 at an event; 0 is before all events of the timestamp
 */
public record EventCursor(long timestampMillis, long sequence) implements Comparable<EventCursor> {

    /** Before every event. */
    public static final EventCursor START = new EventCursor(0, 0);

    /** After every event. */
    public static final EventCursor END = new EventCursor(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final int TIMESTAMP_DIGITS = 20;
    private static final int SEQUENCE_DIGITS = 36;

    /** The place before all events of {@code millis}. */
    public static EventCursor before(long millis) {
        return new EventCursor(millis, 0);
    }

    @Override
    public int compareTo(EventCursor other) {
        int byTime = Long.compare(timestampMillis, other.timestampMillis);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }

    EventCursor max(EventCursor other) {
        return compareTo(other) >= 0 ? this : other;
    }

    EventCursor min(EventCursor other) {
        return compareTo(other) <= 0 ? this : other;
    }

    String digits() {
        String time = Long.toString(timestampMillis);
        String order = Long.toString(sequence);
        return "0".repeat(TIMESTAMP_DIGITS - time.length())
                + time
                + "0".repeat(SEQUENCE_DIGITS - order.length())
                + order;
    }

    /**
     * Reads {@link #digits} back.
     *
     * @throws NumberFormatException when they are not such digits
     */
    static EventCursor ofDigits(String digits) {
        if (digits.length() != TIMESTAMP_DIGITS + SEQUENCE_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NumberFormatException("not a cursor");
        }
        return new EventCursor(
                Long.parseLong(digits.substring(0, TIMESTAMP_DIGITS)),
                Long.parseLong(digits.substring(TIMESTAMP_DIGITS)));
    }
}
