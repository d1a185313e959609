package dev.hearth.neighbours.sns;

import org.jspecify.annotations.Nullable;

/**
 * A message that is on its way.
 *
 * @param messageId a UUID
 * @param sequenceNumber of a FIFO topic's message, 20 digits; else null
 */
public record Published(String messageId, @Nullable String sequenceNumber) {}
