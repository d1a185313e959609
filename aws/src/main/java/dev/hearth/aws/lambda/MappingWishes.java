package dev.hearth.aws.lambda;

import dev.hearth.core.Fault;
import dev.hearth.services.registry.KafkaSettings;
import dev.hearth.services.registry.MappingWish;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingMetricsConfig;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.ProvisionedPollerConfig;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;
import software.amazon.awssdk.services.lambda.model.SelfManagedKafkaEventSourceConfig;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;

/** From AWS's requests on event source mappings to what is wished. */
final class MappingWishes {

    private MappingWishes() {}

    static MappingWish create(CreateEventSourceMappingRequest request) {
        unserved("Queues", request.hasQueues() ? request.queues() : null);
        unserved("AmazonManagedKafkaEventSourceConfig", request.amazonManagedKafkaEventSourceConfig());
        unserved("DocumentDBEventSourceConfig", request.documentDBEventSourceConfig());
        return new MappingWish(
                request.functionName(),
                request.eventSourceArn(),
                request.enabled(),
                request.batchSize(),
                request.maximumBatchingWindowInSeconds(),
                filters(request.filterCriteria()),
                partial(request.hasFunctionResponseTypes(), request.functionResponseTypesAsStrings()),
                concurrency(request.scalingConfig()),
                new MappingWish.Stream(
                        request.parallelizationFactor(),
                        request.startingPositionAsString(),
                        request.startingPositionTimestamp(),
                        request.maximumRecordAgeInSeconds(),
                        request.maximumRetryAttempts(),
                        request.bisectBatchOnFunctionError(),
                        request.tumblingWindowInSeconds(),
                        onFailure(request.destinationConfig()),
                        onSuccess(request.destinationConfig())),
                new MappingWish.Kafka(
                        request.selfManagedEventSource() == null
                                ? null
                                : request.selfManagedEventSource().endpointsAsStrings(),
                        request.hasTopics() ? Wishes.whole("topics", request.topics()) : null,
                        group(request.selfManagedKafkaEventSourceConfig()),
                        access(request.hasSourceAccessConfigurations(), request.sourceAccessConfigurations())),
                new MappingWish.Extras(
                        pollers(request.provisionedPollerConfig()),
                        metrics(request.metricsConfig()),
                        request.kmsKeyArn(),
                        request.hasTags() ? Wishes.whole("tags", request.tags()) : Map.of()));
    }

    static MappingWish update(UpdateEventSourceMappingRequest request) {
        unserved("AmazonManagedKafkaEventSourceConfig", request.amazonManagedKafkaEventSourceConfig());
        unserved("DocumentDBEventSourceConfig", request.documentDBEventSourceConfig());
        return new MappingWish(
                request.functionName(),
                null,
                request.enabled(),
                request.batchSize(),
                request.maximumBatchingWindowInSeconds(),
                filters(request.filterCriteria()),
                partial(request.hasFunctionResponseTypes(), request.functionResponseTypesAsStrings()),
                concurrency(request.scalingConfig()),
                new MappingWish.Stream(
                        request.parallelizationFactor(),
                        null,
                        null,
                        request.maximumRecordAgeInSeconds(),
                        request.maximumRetryAttempts(),
                        request.bisectBatchOnFunctionError(),
                        request.tumblingWindowInSeconds(),
                        onFailure(request.destinationConfig()),
                        onSuccess(request.destinationConfig())),
                new MappingWish.Kafka(
                        null,
                        null,
                        group(request.selfManagedKafkaEventSourceConfig()),
                        access(request.hasSourceAccessConfigurations(), request.sourceAccessConfigurations())),
                new MappingWish.Extras(
                        pollers(request.provisionedPollerConfig()),
                        metrics(request.metricsConfig()),
                        request.kmsKeyArn(),
                        null));
    }

    /** What is for sources that are not here is refused by name, never dropped. */
    private static void unserved(String name, @Nullable Object given) {
        if (given != null) {
            throw new Fault(Fault.Kind.INVALID_PARAMETER, name + " is not supported for this event source.")
                    .asException();
        }
    }

    private static @Nullable List<String> filters(@Nullable FilterCriteria criteria) {
        return criteria == null
                ? null
                : criteria.filters().stream()
                        .map(Filter::pattern)
                        .map(pattern -> pattern == null ? "" : pattern)
                        .toList();
    }

    private static @Nullable Boolean partial(boolean given, List<String> types) {
        return given ? types.contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES.toString()) : null;
    }

    /** A configuration without the number takes the limit away. */
    private static @Nullable Integer concurrency(@Nullable ScalingConfig config) {
        if (config == null) {
            return null;
        }
        Integer most = config.maximumConcurrency();
        return most == null ? 0 : most;
    }

    /** A configuration without a destination takes it away. */
    private static @Nullable String onFailure(@Nullable DestinationConfig config) {
        if (config == null) {
            return null;
        }
        String to = config.onFailure() == null ? null : config.onFailure().destination();
        return to == null ? "" : to;
    }

    private static @Nullable String onSuccess(@Nullable DestinationConfig config) {
        return config == null || config.onSuccess() == null
                ? null
                : config.onSuccess().destination();
    }

    private static @Nullable String group(@Nullable SelfManagedKafkaEventSourceConfig config) {
        if (config == null) {
            return null;
        }
        unserved("SchemaRegistryConfig", config.schemaRegistryConfig());
        return config.consumerGroupId();
    }

    private static @Nullable List<KafkaSettings.Access> access(
            boolean given, List<SourceAccessConfiguration> configurations) {
        return given
                ? configurations.stream()
                        .map(each -> new KafkaSettings.Access(
                                each.typeAsString() == null ? "" : each.typeAsString(),
                                each.uri() == null ? "" : each.uri()))
                        .toList()
                : null;
    }

    private static MappingWish.@Nullable Pollers pollers(@Nullable ProvisionedPollerConfig config) {
        return config == null
                ? null
                : new MappingWish.Pollers(config.minimumPollers(), config.maximumPollers(), config.pollerGroupName());
    }

    private static @Nullable List<String> metrics(@Nullable EventSourceMappingMetricsConfig config) {
        return config == null ? null : config.metricsAsStrings();
    }
}
