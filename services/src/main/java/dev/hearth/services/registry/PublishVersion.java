package dev.hearth.services.registry;

import org.jspecify.annotations.Nullable;

/**
 * The wish to publish {@code $LATEST} as it is now.
 *
 * @param function name or ARN
 * @param codeSha256 only if this is the code's SHA-256 in base64, or null
 * @param description of the version, or null to take the function's
 * @param revisionId only if this is still the revision of {@code $LATEST}, or null
 */
public record PublishVersion(
        @Nullable String function,
        @Nullable String codeSha256,
        @Nullable String description,
        @Nullable String revisionId) {}
