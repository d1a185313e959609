package dev.hearth.aws.logs;

import dev.hearth.aws.Call;
import dev.hearth.services.logs.Logs;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** Tags of groups, by ARN and, as older clients do it, by name. */
final class TagOperations {

    private final Logs logs;

    TagOperations(Logs logs) {
        this.logs = logs;
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        logs.tag(Needed.member(request.resourceArn(), "resourceArn"), request.tags());
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        logs.untag(Needed.member(request.resourceArn(), "resourceArn"), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(logs.tags(Needed.member(request.resourceArn(), "resourceArn")))
                .build();
    }

    TagLogGroupResponse tagGroup(Call call, TagLogGroupRequest request) {
        logs.tag(group(request.logGroupName()), request.tags());
        return TagLogGroupResponse.builder().build();
    }

    UntagLogGroupResponse untagGroup(Call call, UntagLogGroupRequest request) {
        logs.untag(group(request.logGroupName()), request.tags());
        return UntagLogGroupResponse.builder().build();
    }

    ListTagsLogGroupResponse listGroup(Call call, ListTagsLogGroupRequest request) {
        return ListTagsLogGroupResponse.builder()
                .tags(logs.tags(group(request.logGroupName())))
                .build();
    }

    private static String group(String name) {
        return Needed.group(Needed.member(name, "logGroupName"), null);
    }
}
