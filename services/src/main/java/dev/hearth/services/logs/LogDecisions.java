package dev.hearth.services.logs;

import dev.hearth.core.FaultException;
import dev.hearth.services.logs.LogStore.EventChunk;
import dev.hearth.services.logs.Logs.EventPage;
import dev.hearth.services.logs.Logs.EventQuery;
import dev.hearth.services.logs.Logs.FilterQuery;
import dev.hearth.services.logs.Logs.PutOutcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the room decides, as pure functions of the request, the clock and what the store says. */
final class LogDecisions {

    private static final String FORWARD = "f/";
    private static final String BACKWARD = "b/";

    /** The most bytes of a character after its first. */
    private static final int UTF8_TAIL_BYTES = 3;

    /** Which events of a put are taken, and what its caller hears of the others. */
    record Admission(List<LogEvent> accepted, PutOutcome outcome) {}

    /** A stretch of a group's events, exclusive at both ends, and the direction to walk it. */
    record Walk(EventCursor after, EventCursor before, boolean descending) {}

    private LogDecisions() {}

    /**
     * Sorts a put's events into taken, too old, expired and too new; refuses a put that breaks a rule as a whole.
     *
     * @param retentionDays of the group; null for ever
     */
    static Admission admit(List<LogEvent> events, long nowMillis, @Nullable Integer retentionDays) {
        checkShape(events);
        long tooOld = nowMillis - LogRules.TOO_OLD.toMillis();
        long expired = visibleFrom(nowMillis, retentionDays);
        long tooNew = nowMillis + LogRules.TOO_NEW.toMillis();
        int oldEnd = countBefore(events, tooOld);
        int expiredEnd = countBefore(events, expired);
        int newStart = countBefore(events, tooNew + 1);
        List<LogEvent> accepted = events.subList(Math.min(Math.max(oldEnd, expiredEnd), newStart), newStart);
        checkSpan(accepted);
        return new Admission(
                accepted,
                new PutOutcome(
                        newStart < events.size() ? newStart : null,
                        oldEnd > 0 ? oldEnd : null,
                        expiredEnd > 0 ? expiredEnd : null));
    }

    private static void checkShape(List<LogEvent> events) {
        if (events.isEmpty()) {
            throw LogRules.violation("[]", "logEvents", "Member must have length greater than or equal to 1");
        }
        if (events.size() > LogRules.PUT_EVENTS) {
            throw LogRules.violation(
                    events.size() + " events",
                    "logEvents",
                    "Member must have length less than or equal to " + LogRules.PUT_EVENTS);
        }
        long bytes = 0;
        long previous = 0;
        for (LogEvent event : events) {
            if (event.message().isEmpty()) {
                throw LogRules.violation(
                        "", "logEvents.member.message", "Member must have length greater than or equal to 1");
            }
            if (event.timestampMillis() < 0) {
                throw LogRules.violation(
                        event.timestampMillis(),
                        "logEvents.member.timestamp",
                        "Member must have value greater than or equal to 0");
            }
            if (event.timestampMillis() < previous) {
                throw LogRules.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            previous = event.timestampMillis();
            bytes += LogRules.bytes(event);
        }
        if (bytes > LogRules.PUT_BYTES) {
            throw LogRules.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + LogRules.PUT_BYTES);
        }
    }

    private static void checkSpan(List<LogEvent> accepted) {
        if (accepted.isEmpty()) {
            return;
        }
        long span = accepted.getLast().timestampMillis() - accepted.getFirst().timestampMillis();
        if (span > LogRules.PUT_SPAN.toMillis()) {
            throw LogRules.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    private static int countBefore(List<LogEvent> events, long millis) {
        int count = 0;
        while (count < events.size() && events.get(count).timestampMillis() < millis) {
            count++;
        }
        return count;
    }

    /** The oldest timestamp that a group still shows. */
    static long visibleFrom(long nowMillis, @Nullable Integer retentionDays) {
        return retentionDays == null
                ? 0
                : Math.max(0, nowMillis - Duration.ofDays(retentionDays).toMillis());
    }

    /** Where a query of one stream's events goes. */
    static Walk walk(EventQuery query, long visibleFrom) {
        EventCursor lower = EventCursor.before(Math.max(orZero(query.startMillis(), "startTime"), visibleFrom));
        EventCursor upper =
                query.endMillis() == null ? EventCursor.END : EventCursor.before(orZero(query.endMillis(), "endTime"));
        String token = query.nextToken();
        if (token == null) {
            return new Walk(lower, upper, !query.fromHead());
        }
        EventCursor place = placeOf(token);
        return token.startsWith(FORWARD)
                ? new Walk(lower.max(place), upper, false)
                : new Walk(lower, upper.min(place), true);
    }

    /** The answer to a query of one stream's events; at an end, the token that was passed in comes back. */
    static EventPage page(EventQuery query, Walk walk, EventChunk chunk) {
        List<StoredEvent> events = walk.descending() ? chunk.events().reversed() : chunk.events();
        if (!events.isEmpty()) {
            return new EventPage(
                    events,
                    FORWARD + events.getLast().cursor().digits(),
                    BACKWARD + events.getFirst().cursor().digits());
        }
        String token = query.nextToken();
        if (token == null) {
            String start = walk.after().digits();
            return new EventPage(events, FORWARD + start, BACKWARD + start);
        }
        EventCursor place = placeOf(token);
        return token.startsWith(FORWARD)
                ? new EventPage(events, token, BACKWARD + step(place, 1).digits())
                : new EventPage(events, FORWARD + step(place, -1).digits(), token);
    }

    /** The event at {@code place} itself belongs to the other direction, so the place moves over it. */
    private static EventCursor step(EventCursor place, int by) {
        boolean atEdge = by < 0 ? place.sequence() == 0 : place.sequence() == Long.MAX_VALUE;
        return atEdge ? place : new EventCursor(place.timestampMillis(), place.sequence() + by);
    }

    private static EventCursor placeOf(String token) {
        if (!token.startsWith(FORWARD) && !token.startsWith(BACKWARD)) {
            throw invalidToken();
        }
        return cursor(token.substring(FORWARD.length()));
    }

    /** Where a filter goes; the token is the place of the last event that was looked at. */
    static Walk walk(FilterQuery query, long visibleFrom) {
        EventCursor lower = EventCursor.before(Math.max(orZero(query.startMillis(), "startTime"), visibleFrom));
        Long end = query.endMillis();
        EventCursor upper =
                end == null || end == Long.MAX_VALUE ? EventCursor.END : EventCursor.before(orZero(end, "endTime") + 1);
        String token = query.nextToken();
        return new Walk(token == null ? lower : lower.max(cursor(token)), upper, false);
    }

    private static long orZero(@Nullable Long millis, String member) {
        if (millis == null) {
            return 0;
        }
        if (millis < 0) {
            throw LogRules.violation(millis, member, "Member must have value greater than or equal to 0");
        }
        return millis;
    }

    private static EventCursor cursor(String digits) {
        try {
            return EventCursor.ofDigits(digits);
        } catch (NumberFormatException e) {
            throw invalidToken();
        }
    }

    static FaultException invalidToken() {
        return LogRules.invalid("The specified nextToken is invalid.");
    }

    /**
     * Where the first message of output ends: the output's end, or before the character that would make the message
     * longer than an event may be.
     *
     * @param from where the output starts in {@code utf8}
     * @param to where it ends
     */
    static int messageEnd(byte[] utf8, int from, int to) {
        if (to - from <= LogRules.MESSAGE_BYTES) {
            return to;
        }
        int end = from + LogRules.MESSAGE_BYTES;
        for (int back = 0; back <= UTF8_TAIL_BYTES; back++) {
            if (startsCharacter(utf8[end - back])) {
                return end - back;
            }
        }
        return end;
    }

    private static boolean startsCharacter(byte utf8) {
        return (utf8 & 0xC0) != 0x80;
    }
}
