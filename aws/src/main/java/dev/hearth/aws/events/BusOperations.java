package dev.hearth.aws.events;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.events.Buses;
import dev.hearth.neighbours.events.EventBus;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.Page;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Condition;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionResponse;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionResponse;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusResponse;

/** Event buses and their policies. */
final class BusOperations {

    private final Events events;

    BusOperations(Events events) {
        this.events = events;
    }

    CreateEventBusResponse create(Call call, CreateEventBusRequest request) {
        EventBus bus = events.buses()
                .create(
                        new Buses.Wish(
                                request.name(),
                                request.description(),
                                request.kmsKeyIdentifier(),
                                arn(request.deadLetterConfig())),
                        Needed.tags(request.tags()));
        return CreateEventBusResponse.builder()
                .eventBusArn(events.buses().arn(bus))
                .description(Needed.shown(bus.description()))
                .kmsKeyIdentifier(Needed.shown(bus.kmsKey()))
                .deadLetterConfig(letters(bus))
                .build();
    }

    private static @Nullable String arn(@Nullable DeadLetterConfig letters) {
        return letters == null ? null : letters.arn();
    }

    private static @Nullable DeadLetterConfig letters(EventBus bus) {
        return bus.deadLetterArn().isEmpty()
                ? null
                : DeadLetterConfig.builder().arn(bus.deadLetterArn()).build();
    }

    DeleteEventBusResponse delete(Call call, DeleteEventBusRequest request) {
        events.buses().delete(Needed.member(request.name(), "name"));
        return DeleteEventBusResponse.builder().build();
    }

    DescribeEventBusResponse describe(Call call, DescribeEventBusRequest request) {
        EventBus bus = events.buses().get(request.name());
        return DescribeEventBusResponse.builder()
                .name(bus.name())
                .arn(events.buses().arn(bus))
                .description(Needed.shown(bus.description()))
                .kmsKeyIdentifier(Needed.shown(bus.kmsKey()))
                .deadLetterConfig(letters(bus))
                .policy(Needed.shown(bus.policy()))
                .creationTime(Needed.time(bus.createdMillis()))
                .lastModifiedTime(Needed.time(bus.modifiedMillis()))
                .build();
    }

    ListEventBusesResponse list(Call call, ListEventBusesRequest request) {
        Page<EventBus> page =
                events.buses().list(request.namePrefix(), Needed.page(request.limit(), request.nextToken()));
        return ListEventBusesResponse.builder()
                .eventBuses(page.items().stream().map(this::listed).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private software.amazon.awssdk.services.eventbridge.model.EventBus listed(EventBus bus) {
        return software.amazon.awssdk.services.eventbridge.model.EventBus.builder()
                .name(bus.name())
                .arn(events.buses().arn(bus))
                .description(Needed.shown(bus.description()))
                .policy(Needed.shown(bus.policy()))
                .creationTime(Needed.time(bus.createdMillis()))
                .lastModifiedTime(Needed.time(bus.modifiedMillis()))
                .build();
    }

    UpdateEventBusResponse update(Call call, UpdateEventBusRequest request) {
        EventBus bus = events.buses()
                .update(new Buses.Wish(
                        request.name(),
                        request.description(),
                        request.kmsKeyIdentifier(),
                        arn(request.deadLetterConfig())));
        return UpdateEventBusResponse.builder()
                .name(bus.name())
                .arn(events.buses().arn(bus))
                .description(Needed.shown(bus.description()))
                .kmsKeyIdentifier(Needed.shown(bus.kmsKey()))
                .deadLetterConfig(letters(bus))
                .build();
    }

    PutPermissionResponse putPermission(Call call, PutPermissionRequest request) {
        if (request.policy() != null) {
            events.buses().putPolicy(request.eventBusName(), request.policy());
        } else {
            events.buses()
                    .putPermission(
                            request.eventBusName(),
                            new Buses.Permission(
                                    request.action(), request.principal(), request.statementId(), condition(request)));
        }
        return PutPermissionResponse.builder().build();
    }

    private static Buses.@Nullable Condition condition(PutPermissionRequest request) {
        Condition condition = request.condition();
        return condition == null
                ? null
                : new Buses.Condition(
                        Needed.member(condition.type(), "condition.type"),
                        Needed.member(condition.key(), "condition.key"),
                        Needed.member(condition.value(), "condition.value"));
    }

    RemovePermissionResponse removePermission(Call call, RemovePermissionRequest request) {
        boolean all = Boolean.TRUE.equals(request.removeAllPermissions());
        events.buses()
                .removePermission(
                        request.eventBusName(), all ? null : Needed.member(request.statementId(), "statementId"));
        return RemovePermissionResponse.builder().build();
    }
}
