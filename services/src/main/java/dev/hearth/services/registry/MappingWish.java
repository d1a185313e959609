package dev.hearth.services.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of an event source mapping; null for what it leaves open.
 *
 * @param function a name, partial or full ARN, with or without a qualifier
 * @param sourceArn the queue, which never changes
 */
public record MappingWish(
        @Nullable String function,
        @Nullable String sourceArn,
        @Nullable Boolean enabled,
        @Nullable Integer batchSize,
        @Nullable Integer windowSeconds,
        @Nullable List<String> filters,
        @Nullable Boolean partialResponses,
        @Nullable Integer maximumConcurrency) {}
