package dev.hearth.services.logs;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a function's output goes: the part of {@link Logs} that a worker needs. */
@FunctionalInterface
public interface LogAppender {

    /** The way into a stream, which is made, and its group too, where they are missing when the first event comes. */
    Appending open(String group, String stream);

    /** One stream's end for output. Thread-safe; it holds nothing open, and may be forgotten at any time. */
    @FunctionalInterface
    interface Appending {

        /**
         * Takes an event, whose message is copied, and returns at once. It is in the store within
         * {@link Logs#APPEND_DELAY_MILLIS}; when more than {@link Logs#APPEND_BUFFER_BYTES} wait, the caller is held
         * back until there is room. A message longer than an event may be is split.
         *
         * @param timestampMillis when it happened, milliseconds since the epoch
         * @param utf8 holds the message from {@code from}, {@code length} bytes; what is not UTF-8 is replaced when
         *     read
         */
        void append(long timestampMillis, byte[] utf8, int from, int length);
    }

    /** Takes events for a stream, as {@link Appending#append}. */
    default void append(String group, String stream, List<LogEvent> events) {
        Appending appending = open(group, stream);
        for (LogEvent event : events) {
            byte[] message = event.message().getBytes(StandardCharsets.UTF_8);
            appending.append(event.timestampMillis(), message, 0, message.length);
        }
    }
}
