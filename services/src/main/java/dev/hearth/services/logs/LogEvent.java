package dev.hearth.services.logs;

/**
 * One line of a log stream.
 *
 * @param timestampMillis when it happened, milliseconds since the epoch
 * @param message its text, without a line end
 */
public record LogEvent(long timestampMillis, String message) {}
