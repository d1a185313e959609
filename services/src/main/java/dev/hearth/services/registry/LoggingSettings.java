package dev.hearth.services.registry;

/**
 * Where and how a function's log is written.
 *
 * @param format {@code Text} or {@code JSON}
 * @param applicationLevel least level of the function's own lines with {@code JSON}, else empty
 * @param systemLevel least level of the platform's lines with {@code JSON}, else empty
 * @param group name of the log group
 */
public record LoggingSettings(String format, String applicationLevel, String systemLevel, String group) {}
