package dev.hearth.services.logs;

/**
 * An event as it lies in the store.
 *
 * @param stream the name of its stream
 * @param timestampMillis when it happened, milliseconds since the epoch
 * @param sequence orders the events of a group that have the same timestamp by arrival; counts its events from 1
 * @param ingestionMillis when it arrived, milliseconds since the epoch
 */
public record StoredEvent(String stream, long timestampMillis, long sequence, long ingestionMillis, String message) {

    /** Its place in its group. */
    public EventCursor cursor() {
        return new EventCursor(timestampMillis, sequence);
    }

    /** Its id, unique in its group: 56 digits, as AWS's are. */
    public String eventId() {
        return cursor().digits();
    }
}
