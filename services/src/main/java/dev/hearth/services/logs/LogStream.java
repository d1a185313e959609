package dev.hearth.services.logs;

import org.jspecify.annotations.Nullable;

/**
 * A log stream. All times are milliseconds since the epoch.
 *
 * @param firstEventMillis timestamp of its oldest event ever; null before the first one
 * @param lastEventMillis timestamp of its newest event; null before the first one
 * @param lastIngestionMillis when its last event arrived; null before the first one
 */
public record LogStream(
        String name,
        long createdMillis,
        @Nullable Long firstEventMillis,
        @Nullable Long lastEventMillis,
        @Nullable Long lastIngestionMillis) {}
