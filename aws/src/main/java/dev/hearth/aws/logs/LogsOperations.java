package dev.hearth.aws.logs;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.services.logs.Logs;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

/** The list of what is built, and the API's errors. */
final class LogsOperations implements AwsApi {

    private final GroupOperations groups;
    private final EventOperations events;
    private final TagOperations tags;

    LogsOperations(Logs logs) {
        this.groups = new GroupOperations(logs);
        this.events = new EventOperations(logs);
        this.tags = new TagOperations(logs);
    }

    @Override
    public String service() {
        return "logs";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                built("CreateLogGroup", CreateLogGroupRequest::builder, groups::createGroup),
                built("DeleteLogGroup", DeleteLogGroupRequest::builder, groups::deleteGroup),
                built("DescribeLogGroups", DescribeLogGroupsRequest::builder, groups::describeGroups),
                built("PutRetentionPolicy", PutRetentionPolicyRequest::builder, groups::putRetention),
                built("DeleteRetentionPolicy", DeleteRetentionPolicyRequest::builder, groups::deleteRetention),
                built("CreateLogStream", CreateLogStreamRequest::builder, groups::createStream),
                built("DeleteLogStream", DeleteLogStreamRequest::builder, groups::deleteStream),
                built("DescribeLogStreams", DescribeLogStreamsRequest::builder, groups::describeStreams),
                built("PutLogEvents", PutLogEventsRequest::builder, events::put),
                built("GetLogEvents", GetLogEventsRequest::builder, events::get),
                built("FilterLogEvents", FilterLogEventsRequest::builder, events::filter),
                built("TagResource", TagResourceRequest::builder, tags::tag),
                built("UntagResource", UntagResourceRequest::builder, tags::untag),
                built("ListTagsForResource", ListTagsForResourceRequest::builder, tags::list),
                built("TagLogGroup", TagLogGroupRequest::builder, tags::tagGroup),
                built("UntagLogGroup", UntagLogGroupRequest::builder, tags::untagGroup),
                built("ListTagsLogGroup", ListTagsLogGroupRequest::builder, tags::listGroup));
    }

    /** The API speaks AWS-JSON, whose errors are all 400 unless they are the service's own. */
    @Override
    public AwsError error(Fault fault) {
        return switch (fault.kind()) {
            case NOT_FOUND -> caller("ResourceNotFoundException", fault);
            case ALREADY_EXISTS -> caller("ResourceAlreadyExistsException", fault);
            case LIMIT_EXCEEDED ->
                caller(fault.detail().equals("TooManyTags") ? "TooManyTagsException" : "LimitExceededException", fault);
            case CONFLICT, PRECONDITION_FAILED -> caller("OperationAbortedException", fault);
            case THROTTLED -> caller("ThrottlingException", fault);
            case ACCESS_DENIED -> caller("AccessDeniedException", fault);
            case INVALID_REQUEST_CONTENT, UNSUPPORTED_MEDIA_TYPE -> caller("SerializationException", fault);
            case VALIDATION,
                    INVALID_PARAMETER,
                    REQUEST_TOO_LARGE,
                    CODE_STORAGE_EXCEEDED,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    SNAP_START,
                    SNAP_START_TIMEOUT,
                    INVALID_RUNTIME -> caller("InvalidParameterException", fault);
            case NOT_READY, UNAVAILABLE -> new AwsError("ServiceUnavailableException", 503, fault.message(), "");
            case INTERNAL -> new AwsError("InternalFailure", 500, fault.message(), "");
        };
    }

    private static AwsError caller(String code, Fault fault) {
        return new AwsError(code, 400, fault.message(), "");
    }
}
