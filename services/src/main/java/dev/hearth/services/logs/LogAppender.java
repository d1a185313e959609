package dev.hearth.services.logs;

import java.util.List;

/** Where a function's output goes: the part of {@link Logs} that a worker needs. */
@FunctionalInterface
public interface LogAppender {

    /**
     * Takes events of a function for a stream, making group and stream where they are missing, and returns at once.
     * They are in the store within {@link Logs#APPEND_DELAY_MILLIS}; when more than {@link Logs#APPEND_BUFFER_BYTES}
     * wait, the caller is held back until there is room. Messages longer than an event may be are split.
     */
    void append(String group, String stream, List<LogEvent> events);
}
