package dev.hearth.aws.cloudformation;

import static dev.hearth.aws.cloudformation.Requests.needed;
import static dev.hearth.aws.cloudformation.Requests.text;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.cloudformation.ChangeSet;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import dev.hearth.neighbours.cloudformation.CloudFormationError;
import dev.hearth.neighbours.cloudformation.Stack;
import java.time.Instant;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsResponse;

/** The operations on change sets. */
final class ChangeSetOperations {

    private final CloudFormation stacks;

    ChangeSetOperations(CloudFormation stacks) {
        this.stacks = stacks;
    }

    CreateChangeSetResponse create(Call call, CreateChangeSetRequest request) {
        String type = request.changeSetTypeAsString() == null ? "UPDATE" : request.changeSetTypeAsString();
        if (!type.equals("CREATE") && !type.equals("UPDATE")) {
            throw CloudFormationError.VALIDATION.because("Hearth makes no change sets of the type " + type
                    + ": resources that no stack made are not imported.");
        }
        // With ImportExistingResources, as the CDK's bootstrap asks for it, one that is there is refused when it is
        // made.
        if (request.hasResourcesToImport()) {
            throw CloudFormationError.VALIDATION.because("Hearth does not import resources that no stack made.");
        }
        ChangeSet set = stacks.createChangeSet(
                Requests.of(request),
                needed(request.changeSetName(), "changeSetName"),
                type.equals("CREATE"),
                text(request.description()),
                Requests.onFailure(request.onStackFailureAsString(), null),
                call.accessKeyId());
        return CreateChangeSetResponse.builder()
                .id(set.id())
                .stackId(set.stackId())
                .build();
    }

    DescribeChangeSetResponse describe(Call call, DescribeChangeSetRequest request) {
        ChangeSet set = stacks.changeSet(text(request.stackName()), needed(request.changeSetName(), "changeSetName"));
        Stack stack = stacks.stack(set.stackId());
        return DescribeChangeSetResponse.builder()
                .changeSetName(set.name())
                .changeSetId(set.id())
                .stackId(set.stackId())
                .stackName(stack.name())
                .description(Views.some(set.description()))
                .parameters(Views.parameters(set.wanted()))
                .creationTime(Instant.ofEpochMilli(set.createdMillis()))
                .executionStatus(set.execution())
                .status(set.status())
                .statusReason(Views.some(set.reason()))
                .notificationARNs(set.wanted().notifications())
                .rollbackConfiguration(configuration -> {})
                .capabilitiesWithStrings(set.wanted().capabilities())
                .tags(Views.tags(set.wanted().tags()))
                .changes(set.changes().stream().map(Views::change).toList())
                .includeNestedStacks(false)
                .build();
    }

    ExecuteChangeSetResponse execute(Call call, ExecuteChangeSetRequest request) {
        stacks.execute(
                text(request.stackName()),
                needed(request.changeSetName(), "changeSetName"),
                text(request.clientRequestToken()),
                Boolean.TRUE.equals(request.disableRollback()),
                call.accessKeyId());
        return ExecuteChangeSetResponse.builder().build();
    }

    DeleteChangeSetResponse delete(Call call, DeleteChangeSetRequest request) {
        stacks.deleteChangeSet(text(request.stackName()), needed(request.changeSetName(), "changeSetName"));
        return DeleteChangeSetResponse.builder().build();
    }

    ListChangeSetsResponse list(Call call, ListChangeSetsRequest request) {
        Stack stack = stacks.stack(needed(request.stackName(), "stackName"));
        return ListChangeSetsResponse.builder()
                .summaries(stacks.changeSets(stack.id()).stream()
                        .map(set -> ChangeSetSummary.builder()
                                .stackId(stack.id())
                                .stackName(stack.name())
                                .changeSetId(set.id())
                                .changeSetName(set.name())
                                .executionStatus(set.execution())
                                .status(set.status())
                                .statusReason(Views.some(set.reason()))
                                .creationTime(Instant.ofEpochMilli(set.createdMillis()))
                                .description(Views.some(set.description()))
                                .build())
                        .toList())
                .build();
    }
}
