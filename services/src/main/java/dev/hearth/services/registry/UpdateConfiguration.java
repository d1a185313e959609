package dev.hearth.services.registry;

import org.jspecify.annotations.Nullable;

/**
 * The wish for another configuration.
 *
 * @param function name or ARN
 * @param settings what is to change; null members stay
 * @param revisionId only if this is still the revision, or null
 */
public record UpdateConfiguration(
        String function, Settings settings, @Nullable String revisionId) {}
