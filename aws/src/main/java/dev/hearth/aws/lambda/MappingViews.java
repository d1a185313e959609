package dev.hearth.aws.lambda;

import dev.hearth.core.AwsScope;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.EventSourceMapping.Kind;
import dev.hearth.services.registry.KafkaSettings;
import dev.hearth.services.registry.MappingExtras;
import dev.hearth.services.registry.StreamSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;

/** Event source mappings as the API shows them. */
final class MappingViews {

    private MappingViews() {}

    static String arn(AwsScope scope, String uuid) {
        return scope.arn("lambda", "event-source-mapping:" + uuid);
    }

    /** @param state what a change answers; null for what it is now */
    static EventSourceMappingConfiguration view(
            AwsScope scope, EventSourceMapping mapping, @Nullable String state, String lastResult) {
        EventSourceMappingConfiguration.Builder view = EventSourceMappingConfiguration.builder()
                .uuid(mapping.uuid())
                .eventSourceMappingArn(arn(scope, mapping.uuid()))
                .eventSourceArn(mapping.sourceArn().isEmpty() ? null : mapping.sourceArn())
                .functionArn(mapping.functionArn())
                .batchSize(mapping.batchSize())
                .maximumBatchingWindowInSeconds(mapping.windowSeconds())
                .lastModified(mapping.modified())
                .state(state != null ? state : mapping.enabled() ? "Enabled" : "Disabled")
                .stateTransitionReason(mapping.kind() == Kind.QUEUE ? "USER_INITIATED" : "User action")
                .functionResponseTypesWithStrings(
                        mapping.partialResponses()
                                ? List.of(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES.toString())
                                : List.of());
        if (!mapping.filters().isEmpty()) {
            view.filterCriteria(criteria -> criteria.filters(mapping.filters().stream()
                    .map(pattern -> Filter.builder().pattern(pattern).build())
                    .toList()));
        }
        if (mapping.maximumConcurrency() > 0) {
            view.scalingConfig(scaling -> scaling.maximumConcurrency(mapping.maximumConcurrency()));
        }
        if (mapping.kind() != Kind.QUEUE) {
            view.lastProcessingResult(lastResult.isEmpty() ? "No records processed" : lastResult);
            stream(view, mapping);
        }
        if (mapping.kind() == Kind.KAFKA) {
            kafka(view, mapping.kafka());
        }
        extras(view, mapping.extras());
        return view.build();
    }

    private static void stream(EventSourceMappingConfiguration.Builder view, EventSourceMapping mapping) {
        StreamSettings stream = mapping.stream();
        view.startingPosition(stream.startingPosition())
                .startingPositionTimestamp(stream.startingTimestamp())
                .maximumRecordAgeInSeconds(stream.maximumAgeSeconds())
                .maximumRetryAttempts(stream.maximumRetries())
                .bisectBatchOnFunctionError(stream.bisect())
                .destinationConfig(to -> {
                    if (!stream.onFailure().isEmpty()) {
                        to.onFailure(failure -> failure.destination(stream.onFailure()));
                    } else {
                        to.onFailure(failure -> {});
                    }
                });
        if (mapping.kind() == Kind.STREAM) {
            view.parallelizationFactor(stream.parallelizationFactor())
                    .tumblingWindowInSeconds(stream.tumblingSeconds());
        }
    }

    private static void kafka(EventSourceMappingConfiguration.Builder view, KafkaSettings kafka) {
        view.topics(kafka.topics())
                .selfManagedEventSource(source ->
                        source.endpointsWithStrings(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())))
                .selfManagedKafkaEventSourceConfig(config -> config.consumerGroupId(kafka.consumerGroupId()));
        if (!kafka.access().isEmpty()) {
            view.sourceAccessConfigurations(kafka.access().stream()
                    .map(each -> SourceAccessConfiguration.builder()
                            .type(each.type())
                            .uri(each.uri())
                            .build())
                    .toList());
        }
    }

    private static void extras(EventSourceMappingConfiguration.Builder view, MappingExtras extras) {
        if (extras.isProvisioned()) {
            view.provisionedPollerConfig(pollers -> pollers.minimumPollers(extras.minimumPollers())
                    .maximumPollers(extras.maximumPollers())
                    .pollerGroupName(extras.pollerGroup().isEmpty() ? null : extras.pollerGroup()));
        }
        if (!extras.metrics().isEmpty()) {
            view.metricsConfig(metrics -> metrics.metricsWithStrings(extras.metrics()));
        }
        if (!extras.kmsKeyArn().isEmpty()) {
            view.kmsKeyArn(extras.kmsKeyArn());
        }
    }
}
