package dev.hearth.services.logs;

import org.jspecify.annotations.Nullable;

/**
 * A log group.
 *
 * @param createdMillis milliseconds since the epoch
 * @param retentionDays for how long its events are kept; null for ever
 * @param groupClass {@code STANDARD}, {@code INFREQUENT_ACCESS} or {@code DELIVERY}
 * @param storedBytes its events' messages in UTF-8 and {@link LogRules#EVENT_OVERHEAD_BYTES} for each
 */
public record LogGroup(
        String name, long createdMillis, @Nullable Integer retentionDays, String groupClass, long storedBytes) {}
