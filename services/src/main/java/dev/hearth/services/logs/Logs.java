package dev.hearth.services.logs;

import java.util.List;

/** The log groups of this account and region. */
public interface Logs {

    /**
     * Takes events of a function for a stream, making group and stream where they are missing, and returns at once. They are in
     * the store within {@link #APPEND_DELAY_MILLIS}; when more than {@link #APPEND_BUFFER_BYTES} wait, the caller is held back
     * until there is room.
     */
    void append(String group, String stream, List<LogEvent> events);

    /** The longest that appended events wait for their commit, in milliseconds. */
    int APPEND_DELAY_MILLIS = 100;

    /** The most bytes of appended events that wait for their commit. */
    int APPEND_BUFFER_BYTES = 16 << 20;
}
