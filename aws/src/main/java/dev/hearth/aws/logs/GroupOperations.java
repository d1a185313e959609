package dev.hearth.aws.logs;

import dev.hearth.aws.Call;
import dev.hearth.core.AwsScope;
import dev.hearth.services.logs.LogRules;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.logs.Logs.GroupPage;
import dev.hearth.services.logs.Logs.GroupQuery;
import dev.hearth.services.logs.Logs.StreamPage;
import dev.hearth.services.logs.Logs.StreamQuery;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;

/** Groups and streams. */
final class GroupOperations {

    private final Logs logs;

    GroupOperations(Logs logs) {
        this.logs = logs;
    }

    CreateLogGroupResponse createGroup(Call call, CreateLogGroupRequest request) {
        String name = Needed.member(request.logGroupName(), "logGroupName");
        if (request.kmsKeyId() != null) {
            throw Needed.notBuilt("The specified KMS key does not exist or is not allowed to be used.");
        }
        if (Boolean.TRUE.equals(request.deletionProtectionEnabled())) {
            throw Needed.notBuilt("Deletion protection is not available here.");
        }
        String groupClass = request.logGroupClassAsString();
        logs.createGroup(
                name, groupClass == null ? "STANDARD" : groupClass, request.hasTags() ? request.tags() : Map.of());
        return CreateLogGroupResponse.builder().build();
    }

    DeleteLogGroupResponse deleteGroup(Call call, DeleteLogGroupRequest request) {
        logs.deleteGroup(Needed.group(Needed.member(request.logGroupName(), "logGroupName"), null));
        return DeleteLogGroupResponse.builder().build();
    }

    PutRetentionPolicyResponse putRetention(Call call, PutRetentionPolicyRequest request) {
        String group = Needed.group(Needed.member(request.logGroupName(), "logGroupName"), null);
        logs.setRetention(group, Needed.member(request.retentionInDays(), "retentionInDays"));
        return PutRetentionPolicyResponse.builder().build();
    }

    DeleteRetentionPolicyResponse deleteRetention(Call call, DeleteRetentionPolicyRequest request) {
        logs.setRetention(Needed.group(Needed.member(request.logGroupName(), "logGroupName"), null), null);
        return DeleteRetentionPolicyResponse.builder().build();
    }

    DescribeLogGroupsResponse describeGroups(Call call, DescribeLogGroupsRequest request) {
        GroupPage page = logs.groups(new GroupQuery(
                request.logGroupNamePrefix(),
                request.logGroupNamePattern(),
                request.logGroupClassAsString(),
                request.logGroupIdentifiers(),
                request.limit(),
                request.nextToken()));
        boolean brief = request.logGroupNamePattern() != null;
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.groups().stream()
                        .map(group -> view(group, call.scope(), brief))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** @param brief as AWS answers a search by pattern: name, ARN and creation time only */
    private static LogGroup view(dev.hearth.services.logs.LogGroup group, AwsScope scope, boolean brief) {
        String arn = scope.arn("logs", "log-group:" + group.name());
        LogGroup.Builder view =
                LogGroup.builder().logGroupName(group.name()).arn(arn + ":*").creationTime(group.createdMillis());
        if (!brief) {
            view.logGroupArn(arn)
                    .retentionInDays(group.retentionDays())
                    .metricFilterCount(0)
                    .storedBytes(group.storedBytes())
                    .logGroupClass(group.groupClass());
        }
        return view.build();
    }

    CreateLogStreamResponse createStream(Call call, CreateLogStreamRequest request) {
        logs.createStream(
                Needed.group(Needed.member(request.logGroupName(), "logGroupName"), null),
                Needed.member(request.logStreamName(), "logStreamName"));
        return CreateLogStreamResponse.builder().build();
    }

    DeleteLogStreamResponse deleteStream(Call call, DeleteLogStreamRequest request) {
        logs.deleteStream(
                Needed.group(Needed.member(request.logGroupName(), "logGroupName"), null),
                Needed.member(request.logStreamName(), "logStreamName"));
        return DeleteLogStreamResponse.builder().build();
    }

    DescribeLogStreamsResponse describeStreams(Call call, DescribeLogStreamsRequest request) {
        String group = Needed.group(request.logGroupName(), request.logGroupIdentifier());
        if (request.orderBy() == OrderBy.UNKNOWN_TO_SDK_VERSION) {
            throw LogRules.violation(
                    request.orderByAsString(),
                    "orderBy",
                    "Member must satisfy enum value set: [LogStreamName, LastEventTime]");
        }
        StreamPage page = logs.streams(new StreamQuery(
                group,
                request.logStreamNamePrefix(),
                request.orderBy() == OrderBy.LAST_EVENT_TIME,
                Boolean.TRUE.equals(request.descending()),
                request.limit(),
                request.nextToken()));
        String arn = call.scope().arn("logs", "log-group:" + LogRules.groupOf(group, call.scope()) + ":log-stream:");
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.streams().stream()
                        .map(stream -> view(stream, arn + stream.name()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** AWS still answers the deprecated size of a stream, always as 0. */
    @SuppressWarnings("deprecation")
    private static LogStream view(dev.hearth.services.logs.LogStream stream, String arn) {
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.createdMillis())
                .firstEventTimestamp(stream.firstEventMillis())
                .lastEventTimestamp(stream.lastEventMillis())
                .lastIngestionTime(stream.lastIngestionMillis())
                .uploadSequenceToken(EventOperations.SEQUENCE_TOKEN)
                .arn(arn)
                .storedBytes(0L)
                .build();
    }
}
