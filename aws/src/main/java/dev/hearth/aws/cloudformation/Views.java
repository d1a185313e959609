package dev.hearth.aws.cloudformation;

import dev.hearth.neighbours.cloudformation.PlannedChange;
import dev.hearth.neighbours.cloudformation.Stack;
import dev.hearth.neighbours.cloudformation.StackEvent;
import dev.hearth.neighbours.cloudformation.StackResource;
import dev.hearth.neighbours.cloudformation.StackSettings;
import dev.hearth.neighbours.templates.ParameterType;
import dev.hearth.neighbours.templates.Template;
import dev.hearth.neighbours.templates.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDetail;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** The neighbour's things in the API's words. */
final class Views {

    private static final String HIDDEN = "****";
    private static final String NOT_CHECKED = "NOT_CHECKED";

    private Views() {}

    private static @Nullable Instant instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable String some(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The settings that count: those that are being made, until anything was made. */
    static StackSettings settings(Stack stack) {
        var operation = stack.operation();
        boolean nothing = stack.settings().template().isEmpty();
        return nothing && operation != null ? operation.wanted() : stack.settings();
    }

    private static @Nullable Template template(StackSettings settings) {
        return settings.template().isEmpty() ? null : new Template(Tree.parseMap(settings.template()));
    }

    static software.amazon.awssdk.services.cloudformation.model.Stack stack(Stack stack) {
        StackSettings settings = settings(stack);
        Template template = template(settings);
        return software.amazon.awssdk.services.cloudformation.model.Stack.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .changeSetId(some(stack.changeSetId()))
                .description(template == null ? null : some(template.description()))
                .parameters(parameters(settings, template))
                .creationTime(instant(stack.createdMillis()))
                .deletionTime(instant(stack.deletedMillis()))
                .lastUpdatedTime(instant(stack.updatedMillis()))
                .rollbackConfiguration(configuration -> {})
                .stackStatus(stack.status().name())
                .stackStatusReason(some(stack.reason()))
                .disableRollback(stack.isRollbackDisabled())
                .notificationARNs(settings.notifications())
                .capabilitiesWithStrings(settings.capabilities())
                .outputs(stack.outputs().stream()
                        .map(output -> Output.builder()
                                .outputKey(output.key())
                                .outputValue(output.value())
                                .description(some(output.description()))
                                .exportName(some(output.exportName()))
                                .build())
                        .toList())
                .roleARN(some(settings.role()))
                .tags(tags(settings.tags()))
                .enableTerminationProtection(stack.isProtected())
                .parentId(some(stack.parentId()))
                .rootId(some(stack.rootId()))
                .driftInformation(drift -> drift.stackDriftStatus(NOT_CHECKED))
                .build();
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static List<Parameter> parameters(StackSettings settings) {
        return parameters(settings, template(settings));
    }

    private static List<Parameter> parameters(StackSettings settings, @Nullable Template template) {
        Map<String, ParameterType> types = template == null ? Map.of() : template.parameters();
        List<Parameter> parameters = new ArrayList<>();
        settings.parameters().forEach((name, value) -> {
            ParameterType type = types.get(name);
            Object stored = settings.values().get(name);
            parameters.add(Parameter.builder()
                    .parameterKey(name)
                    .parameterValue(type != null && type.isSecret() ? HIDDEN : value)
                    .resolvedValue(type != null && type.isStored() && stored != null ? Tree.text(stored) : null)
                    .build());
        });
        return parameters;
    }

    static StackSummary summary(Stack stack) {
        Template template = template(settings(stack));
        return StackSummary.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .templateDescription(template == null ? null : some(template.description()))
                .creationTime(instant(stack.createdMillis()))
                .lastUpdatedTime(instant(stack.updatedMillis()))
                .deletionTime(instant(stack.deletedMillis()))
                .stackStatus(stack.status().name())
                .stackStatusReason(some(stack.reason()))
                .parentId(some(stack.parentId()))
                .rootId(some(stack.rootId()))
                .driftInformation(drift -> drift.stackDriftStatus(NOT_CHECKED))
                .build();
    }

    static software.amazon.awssdk.services.cloudformation.model.StackEvent event(StackEvent event, Stack stack) {
        return software.amazon.awssdk.services.cloudformation.model.StackEvent.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .eventId(event.id())
                .logicalResourceId(event.logicalId())
                .physicalResourceId(event.physicalId())
                .resourceType(event.type())
                .timestamp(Instant.ofEpochMilli(event.millis()))
                .resourceStatus(event.status())
                .resourceStatusReason(some(event.reason()))
                .clientRequestToken(some(event.token()))
                .build();
    }

    static software.amazon.awssdk.services.cloudformation.model.StackResource resource(StackResource row, Stack stack) {
        return software.amazon.awssdk.services.cloudformation.model.StackResource.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .logicalResourceId(row.logicalId())
                .physicalResourceId(some(row.physicalId()))
                .resourceType(row.type())
                .timestamp(Instant.ofEpochMilli(row.updatedMillis()))
                .resourceStatus(row.status().name())
                .resourceStatusReason(some(row.reason()))
                .driftInformation(drift -> drift.stackResourceDriftStatus(NOT_CHECKED))
                .build();
    }

    static StackResourceDetail detail(StackResource row, Stack stack) {
        return StackResourceDetail.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .logicalResourceId(row.logicalId())
                .physicalResourceId(some(row.physicalId()))
                .resourceType(row.type())
                .lastUpdatedTimestamp(Instant.ofEpochMilli(row.updatedMillis()))
                .resourceStatus(row.status().name())
                .resourceStatusReason(some(row.reason()))
                .metadata(Tree.json(row.metadata()))
                .driftInformation(drift -> drift.stackResourceDriftStatus(NOT_CHECKED))
                .build();
    }

    static StackResourceSummary summary(StackResource row) {
        return StackResourceSummary.builder()
                .logicalResourceId(row.logicalId())
                .physicalResourceId(some(row.physicalId()))
                .resourceType(row.type())
                .lastUpdatedTimestamp(Instant.ofEpochMilli(row.updatedMillis()))
                .resourceStatus(row.status().name())
                .resourceStatusReason(some(row.reason()))
                .driftInformation(drift -> drift.stackResourceDriftStatus(NOT_CHECKED))
                .build();
    }

    static Change change(PlannedChange change) {
        boolean modify = change.action() == PlannedChange.Action.MODIFY;
        String recreation = switch (change.replacement()) {
            case YES -> RequiresRecreation.ALWAYS.toString();
            case MAYBE -> RequiresRecreation.CONDITIONALLY.toString();
            case NO -> RequiresRecreation.NEVER.toString();
        };
        List<ResourceChangeDetail> details = change.properties().stream()
                .map(name -> ResourceChangeDetail.builder()
                        .target(target -> target.attribute(ResourceAttribute.PROPERTIES)
                                .name(name)
                                .requiresRecreation(recreation))
                        .evaluation(change.dynamic().contains(name) ? "Dynamic" : "Static")
                        .changeSource("DirectModification")
                        .build())
                .toList();
        return Change.builder()
                .type("Resource")
                .resourceChange(ResourceChange.builder()
                        .action(
                                switch (change.action()) {
                                    case ADD -> ChangeAction.ADD;
                                    case MODIFY -> ChangeAction.MODIFY;
                                    case REMOVE -> ChangeAction.REMOVE;
                                })
                        .logicalResourceId(change.logicalId())
                        .physicalResourceId(some(change.physicalId()))
                        .resourceType(change.type())
                        .replacement(modify ? replacement(change.replacement()) : null)
                        .scope(details.isEmpty() ? List.of() : List.of(ResourceAttribute.PROPERTIES))
                        .details(details)
                        .build())
                .build();
    }

    private static Replacement replacement(PlannedChange.Replacement replacement) {
        return switch (replacement) {
            case YES -> Replacement.TRUE;
            case NO -> Replacement.FALSE;
            case MAYBE -> Replacement.CONDITIONAL;
        };
    }
}
