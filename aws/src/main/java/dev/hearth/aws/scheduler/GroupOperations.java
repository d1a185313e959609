package dev.hearth.aws.scheduler;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.scheduler.ScheduleGroup;
import dev.hearth.neighbours.scheduler.SchedulePage;
import dev.hearth.neighbours.scheduler.Scheduler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsResponse;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceResponse;

/** The operations on schedule groups and their tags. */
final class GroupOperations {

    private final Scheduler scheduler;

    GroupOperations(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    CreateScheduleGroupResponse create(Call call, CreateScheduleGroupRequest request) {
        ScheduleGroup group = scheduler.createGroup(
                Needed.member(request.name(), "name"), tags(request.tags()), request.clientToken());
        return CreateScheduleGroupResponse.builder()
                .scheduleGroupArn(scheduler.groupArn(group.name()))
                .build();
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.forEach(tag -> all.put(Needed.member(tag.key(), "tags.key"), Needed.member(tag.value(), "tags.value")));
        return all;
    }

    GetScheduleGroupResponse get(Call call, GetScheduleGroupRequest request) {
        ScheduleGroup group = scheduler.group(Needed.member(request.name(), "name"));
        ScheduleGroupSummary view = Views.group(group, scheduler.groupArn(group.name()));
        return GetScheduleGroupResponse.builder()
                .arn(view.arn())
                .name(view.name())
                .state(view.state())
                .creationDate(view.creationDate())
                .lastModificationDate(view.lastModificationDate())
                .build();
    }

    DeleteScheduleGroupResponse delete(Call call, DeleteScheduleGroupRequest request) {
        scheduler.deleteGroup(Needed.member(request.name(), "name"));
        return DeleteScheduleGroupResponse.builder().build();
    }

    ListScheduleGroupsResponse list(Call call, ListScheduleGroupsRequest request) {
        SchedulePage<ScheduleGroup> page =
                scheduler.groups(request.namePrefix(), request.maxResults(), request.nextToken());
        return ListScheduleGroupsResponse.builder()
                .scheduleGroups(page.items().stream()
                        .map(each -> Views.group(each, scheduler.groupArn(each.name())))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        scheduler.tag(Needed.member(request.resourceArn(), "resourceArn"), tags(request.tags()));
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        scheduler.untag(Needed.member(request.resourceArn(), "resourceArn"), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(scheduler.tags(Needed.member(request.resourceArn(), "resourceArn")).entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
