package dev.hearth.neighbours.sqs;

import org.jspecify.annotations.Nullable;

/**
 * The value of a message's attribute: text or bytes.
 *
 * @param type {@code String}, {@code Number} or {@code Binary}, with a suffix of the sender's behind a dot if it likes
 * @param text of a String or Number; null for bytes
 * @param bytes of a Binary; null for text. Not copied: nobody changes them
 */
public record MessageAttribute(String type, @Nullable String text, byte @Nullable [] bytes) {}
