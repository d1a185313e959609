package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.MappingWish;
import dev.hearth.services.registry.Mappings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/** The operations on event source mappings. */
final class MappingOperations {

    private final Mappings mappings;

    MappingOperations(Mappings mappings) {
        this.mappings = mappings;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("CreateEventSourceMapping", CreateEventSourceMappingRequest::builder, this::create),
                new Operation<>("GetEventSourceMapping", GetEventSourceMappingRequest::builder, this::get),
                new Operation<>("UpdateEventSourceMapping", UpdateEventSourceMappingRequest::builder, this::update),
                new Operation<>("DeleteEventSourceMapping", DeleteEventSourceMappingRequest::builder, this::delete),
                new Operation<>("ListEventSourceMappings", ListEventSourceMappingsRequest::builder, this::list));
    }

    private CreateEventSourceMappingResponse create(Call call, CreateEventSourceMappingRequest request) {
        unserved("StartingPosition", request.startingPosition());
        unserved("DestinationConfig", request.destinationConfig());
        unserved("Topics", request.hasTopics() ? request.topics() : null);
        unserved("SelfManagedEventSource", request.selfManagedEventSource());
        unserved("ProvisionedPollerConfig", request.provisionedPollerConfig());
        unserved("Tags", request.hasTags() ? request.tags() : null);
        EventSourceMapping made = mappings.create(new MappingWish(
                request.functionName(),
                request.eventSourceArn(),
                request.enabled(),
                request.batchSize(),
                request.maximumBatchingWindowInSeconds(),
                filters(request.filterCriteria()),
                partial(request.hasFunctionResponseTypes(), request.functionResponseTypesAsStrings()),
                concurrency(request.scalingConfig())));
        return Views.filled(CreateEventSourceMappingResponse.builder(), view(made, "Creating"))
                .build();
    }

    /** What is for streams and Kafka is refused by name, never dropped. */
    private static void unserved(String name, @Nullable Object given) {
        if (given != null) {
            throw new Fault(Fault.Kind.INVALID_PARAMETER, name + " is not supported for this event source.")
                    .asException();
        }
    }

    private static @Nullable List<String> filters(@Nullable FilterCriteria criteria) {
        return criteria == null
                ? null
                : criteria.filters().stream().map(Filter::pattern).toList();
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

    private GetEventSourceMappingResponse get(Call call, GetEventSourceMappingRequest request) {
        return Views.filled(GetEventSourceMappingResponse.builder(), view(mappings.get(request.uuid()), null))
                .build();
    }

    private UpdateEventSourceMappingResponse update(Call call, UpdateEventSourceMappingRequest request) {
        unserved("DestinationConfig", request.destinationConfig());
        unserved("ProvisionedPollerConfig", request.provisionedPollerConfig());
        EventSourceMapping updated = mappings.update(
                request.uuid(),
                new MappingWish(
                        request.functionName(),
                        null,
                        request.enabled(),
                        request.batchSize(),
                        request.maximumBatchingWindowInSeconds(),
                        filters(request.filterCriteria()),
                        partial(request.hasFunctionResponseTypes(), request.functionResponseTypesAsStrings()),
                        concurrency(request.scalingConfig())));
        return Views.filled(UpdateEventSourceMappingResponse.builder(), view(updated, "Updating"))
                .build();
    }

    private DeleteEventSourceMappingResponse delete(Call call, DeleteEventSourceMappingRequest request) {
        return Views.filled(
                        DeleteEventSourceMappingResponse.builder(), view(mappings.delete(request.uuid()), "Deleting"))
                .build();
    }

    private ListEventSourceMappingsResponse list(Call call, ListEventSourceMappingsRequest request) {
        Mappings.Page page =
                mappings.list(request.eventSourceArn(), request.functionName(), request.marker(), request.maxItems());
        return ListEventSourceMappingsResponse.builder()
                .eventSourceMappings(
                        page.mappings().stream().map(each -> view(each, null)).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    /** @param state what a change answers; null for what it is now */
    private static EventSourceMappingConfiguration view(EventSourceMapping mapping, @Nullable String state) {
        EventSourceMappingConfiguration.Builder view = EventSourceMappingConfiguration.builder()
                .uuid(mapping.uuid())
                .eventSourceArn(mapping.sourceArn())
                .functionArn(mapping.functionArn())
                .batchSize(mapping.batchSize())
                .maximumBatchingWindowInSeconds(mapping.windowSeconds())
                .lastModified(mapping.modified())
                .state(state != null ? state : mapping.enabled() ? "Enabled" : "Disabled")
                .stateTransitionReason("USER_INITIATED")
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
        return view.build();
    }
}
