package dev.hearth.aws.cloudformation;

import static dev.hearth.aws.cloudformation.Requests.needed;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import dev.hearth.neighbours.cloudformation.CloudFormationError;
import dev.hearth.neighbours.cloudformation.Stack;
import dev.hearth.neighbours.cloudformation.StackEvent;
import dev.hearth.neighbours.cloudformation.StackLimits;
import dev.hearth.neighbours.cloudformation.StackResource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksResponse;

/** The operations that tell of stacks. */
final class ReadOperations {

    private static final int PAGE = 100;

    private final CloudFormation stacks;

    ReadOperations(CloudFormation stacks) {
        this.stacks = stacks;
    }

    DescribeStacksResponse describe(Call call, DescribeStacksRequest request) {
        if (request.stackName() != null) {
            return DescribeStacksResponse.builder()
                    .stacks(Views.stack(stacks.settling(request.stackName())))
                    .build();
        }
        List<Stack> all = stacks.stacks().stream().filter(Stack::isLive).toList();
        int from = start(request.nextToken());
        return DescribeStacksResponse.builder()
                .stacks(all.stream().skip(from).limit(PAGE).map(Views::stack).toList())
                .nextToken(next(from, all.size()))
                .build();
    }

    private static int start(@Nullable String token) {
        if (token != null && !token.matches("[0-9]{1,8}")) {
            throw CloudFormationError.VALIDATION.because("Invalid NextToken");
        }
        return token == null ? 0 : Integer.parseInt(token);
    }

    private static @Nullable String next(int from, int size) {
        return from + PAGE < size ? String.valueOf(from + PAGE) : null;
    }

    ListStacksResponse list(Call call, ListStacksRequest request) {
        List<String> wanted = request.stackStatusFiltersAsStrings();
        List<Stack> all = stacks.stacks().stream()
                .filter(stack ->
                        wanted.isEmpty() || wanted.contains(stack.status().name()))
                .toList();
        int from = start(request.nextToken());
        return ListStacksResponse.builder()
                .stackSummaries(
                        all.stream().skip(from).limit(PAGE).map(Views::summary).toList())
                .nextToken(next(from, all.size()))
                .build();
    }

    DescribeStackEventsResponse events(Call call, DescribeStackEventsRequest request) {
        Stack stack = stacks.stack(needed(request.stackName(), "stackName"));
        long before = request.nextToken() == null ? Long.MAX_VALUE : start(request.nextToken());
        List<StackEvent> page = stacks.events(stack.id(), before, StackLimits.EVENTS_PAGE);
        boolean more = page.size() == StackLimits.EVENTS_PAGE && page.getLast().number() > 1;
        return DescribeStackEventsResponse.builder()
                .stackEvents(
                        page.stream().map(event -> Views.event(event, stack)).toList())
                .nextToken(more ? String.valueOf(page.getLast().number()) : null)
                .build();
    }

    DescribeStackResourceResponse resource(Call call, DescribeStackResourceRequest request) {
        Stack stack = stacks.stack(needed(request.stackName(), "stackName"));
        String id = needed(request.logicalResourceId(), "logicalResourceId");
        return DescribeStackResourceResponse.builder()
                .stackResourceDetail(Views.detail(find(stack, id), stack))
                .build();
    }

    private StackResource find(Stack stack, String logicalId) {
        return stacks.resources(stack.id()).stream()
                .filter(row -> row.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow(() -> CloudFormationError.VALIDATION.because(
                        "Resource " + logicalId + " does not exist for stack " + stack.name()));
    }

    DescribeStackResourcesResponse resources(Call call, DescribeStackResourcesRequest request) {
        if (request.stackName() == null && request.physicalResourceId() == null) {
            throw CloudFormationError.VALIDATION.because("Stack name or physical resource ID must be specified");
        }
        Stack stack =
                request.stackName() != null ? stacks.stack(request.stackName()) : owner(request.physicalResourceId());
        return DescribeStackResourcesResponse.builder()
                .stackResources(stacks.resources(stack.id()).stream()
                        .filter(row -> request.logicalResourceId() == null
                                || row.logicalId().equals(request.logicalResourceId()))
                        .map(row -> Views.resource(row, stack))
                        .toList())
                .build();
    }

    private Stack owner(String physicalId) {
        return stacks.stacks().stream()
                .filter(Stack::isLive)
                .filter(stack -> stacks.resources(stack.id()).stream()
                        .anyMatch(row -> row.physicalId().equals(physicalId)))
                .findFirst()
                .orElseThrow(
                        () -> CloudFormationError.VALIDATION.because("Stack for " + physicalId + " does not exist"));
    }

    ListStackResourcesResponse listResources(Call call, ListStackResourcesRequest request) {
        List<StackResource> all = stacks.resources(needed(request.stackName(), "stackName"));
        int from = start(request.nextToken());
        return ListStackResourcesResponse.builder()
                .stackResourceSummaries(
                        all.stream().skip(from).limit(PAGE).map(Views::summary).toList())
                .nextToken(next(from, all.size()))
                .build();
    }

    ListExportsResponse exports(Call call, ListExportsRequest request) {
        List<Export> all = stacks.exports().values().stream()
                .map(export -> Export.builder()
                        .exportingStackId(export.stackId())
                        .name(export.name())
                        .value(export.value())
                        .build())
                .toList();
        int from = start(request.nextToken());
        return ListExportsResponse.builder()
                .exports(all.stream().skip(from).limit(PAGE).toList())
                .nextToken(next(from, all.size()))
                .build();
    }

    ListImportsResponse imports(Call call, ListImportsRequest request) {
        return ListImportsResponse.builder()
                .imports(stacks.importers(needed(request.exportName(), "exportName")))
                .build();
    }
}
