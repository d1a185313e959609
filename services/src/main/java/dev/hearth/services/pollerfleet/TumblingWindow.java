package dev.hearth.services.pollerfleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A span of a shard's time in which one invocation hands its state to the next (developer guide, "Implementing stateful
 * Kinesis Data Streams processing in Lambda").
 *
 * @param state what the last invocation answered, a JSON value; <code>{}</code> at first
 */
public record TumblingWindow(Instant start, Duration length, String state) {

    /** The largest state, bytes; with a larger one the window ends early. */
    static final int STATE_BYTES = 1024 * 1024;

    static final String NO_STATE = "{}";

    /** Why there is an invocation. */
    public enum End {
        /** More may come. */
        OPEN,
        /** The window is over. */
        FINAL,
        /** The state is too large, so the window is over before its time. */
        EARLY
    }

    /** The window of {@code length} that {@code time} lies in. */
    static TumblingWindow of(Instant time, Duration length) {
        long millis = length.toMillis();
        long start = Math.floorDiv(time.toEpochMilli(), millis) * millis;
        return new TumblingWindow(Instant.ofEpochMilli(start), length, NO_STATE);
    }

    public Instant end() {
        return start.plus(length);
    }

    TumblingWindow with(String newState) {
        return new TumblingWindow(start, length, newState);
    }

    boolean isTooLarge() {
        return state.length() > STATE_BYTES || state.getBytes(StandardCharsets.UTF_8).length > STATE_BYTES;
    }

    /** Records that come late count to the window that is open. */
    boolean takes(Instant arrived) {
        return arrived.isBefore(end());
    }
}
