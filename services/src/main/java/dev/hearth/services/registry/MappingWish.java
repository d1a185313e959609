package dev.hearth.services.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of an event source mapping; null for what it leaves open.
 *
 * @param function a name, partial or full ARN, with or without a qualifier
 * @param sourceArn the queue or stream, which never changes
 * @param maximumConcurrency 0 takes the limit away
 */
public record MappingWish(
        @Nullable String function,
        @Nullable String sourceArn,
        @Nullable Boolean enabled,
        @Nullable Integer batchSize,
        @Nullable Integer windowSeconds,
        @Nullable List<String> filters,
        @Nullable Boolean partialResponses,
        @Nullable Integer maximumConcurrency,
        Stream stream,
        Kafka kafka,
        Extras extras) {

    /** A wish that is about a queue alone. */
    public MappingWish(
            @Nullable String function,
            @Nullable String sourceArn,
            @Nullable Boolean enabled,
            @Nullable Integer batchSize,
            @Nullable Integer windowSeconds,
            @Nullable List<String> filters,
            @Nullable Boolean partialResponses,
            @Nullable Integer maximumConcurrency) {
        this(
                function,
                sourceArn,
                enabled,
                batchSize,
                windowSeconds,
                filters,
                partialResponses,
                maximumConcurrency,
                Stream.NONE,
                Kafka.NONE,
                Extras.NONE);
    }

    /**
     * As {@link StreamSettings}.
     *
     * @param onFailure empty takes the destination away
     * @param onSuccess what no event source has
     */
    public record Stream(
            @Nullable Integer parallelizationFactor,
            @Nullable String startingPosition,
            @Nullable Instant startingTimestamp,
            @Nullable Integer maximumAgeSeconds,
            @Nullable Integer maximumRetries,
            @Nullable Boolean bisect,
            @Nullable Integer tumblingSeconds,
            @Nullable String onFailure,
            @Nullable String onSuccess) {

        public static final Stream NONE = new Stream(null, null, null, null, null, null, null, null, null);
    }

    /** As {@link KafkaSettings}; {@code endpoints} by their names. */
    public record Kafka(
            @Nullable Map<String, List<String>> endpoints,
            @Nullable List<String> topics,
            @Nullable String consumerGroupId,
            @Nullable List<KafkaSettings.Access> access) {

        public static final Kafka NONE = new Kafka(null, null, null, null);
    }

    /** As {@link MappingExtras}. */
    public record Extras(
            @Nullable Pollers pollers,
            @Nullable List<String> metrics,
            @Nullable String kmsKeyArn,
            @Nullable Map<String, String> tags) {

        public static final Extras NONE = new Extras(null, null, null, null);
    }

    /** The provisioned mode; nothing said turns it off. */
    public record Pollers(
            @Nullable Integer minimum,
            @Nullable Integer maximum,
            @Nullable String group) {}
}
