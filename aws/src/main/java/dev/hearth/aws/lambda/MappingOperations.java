package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.Mappings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
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
        EventSourceMapping made = mappings.create(MappingWishes.create(request));
        return Views.filled(CreateEventSourceMappingResponse.builder(), view(call, made, "Creating"))
                .build();
    }

    private GetEventSourceMappingResponse get(Call call, GetEventSourceMappingRequest request) {
        return Views.filled(GetEventSourceMappingResponse.builder(), view(call, mappings.get(request.uuid()), null))
                .build();
    }

    private UpdateEventSourceMappingResponse update(Call call, UpdateEventSourceMappingRequest request) {
        EventSourceMapping updated = mappings.update(request.uuid(), MappingWishes.update(request));
        return Views.filled(UpdateEventSourceMappingResponse.builder(), view(call, updated, "Updating"))
                .build();
    }

    private DeleteEventSourceMappingResponse delete(Call call, DeleteEventSourceMappingRequest request) {
        return Views.filled(
                        DeleteEventSourceMappingResponse.builder(),
                        view(call, mappings.delete(request.uuid()), "Deleting"))
                .build();
    }

    private ListEventSourceMappingsResponse list(Call call, ListEventSourceMappingsRequest request) {
        Mappings.Page page =
                mappings.list(request.eventSourceArn(), request.functionName(), request.marker(), request.maxItems());
        return ListEventSourceMappingsResponse.builder()
                .eventSourceMappings(page.mappings().stream()
                        .map(each -> view(call, each, null))
                        .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private EventSourceMappingConfiguration view(Call call, EventSourceMapping mapping, @Nullable String state) {
        return MappingViews.view(call.scope(), mapping, state, mappings.lastResult(mapping.uuid()));
    }
}
