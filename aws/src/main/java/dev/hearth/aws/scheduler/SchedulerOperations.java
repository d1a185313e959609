package dev.hearth.aws.scheduler;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.scheduler.Scheduler;
import java.util.List;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

/** The list of what is built, and the API's errors. */
final class SchedulerOperations implements AwsApi {

    private final ScheduleOperations schedules;
    private final GroupOperations groups;

    SchedulerOperations(Scheduler scheduler) {
        this.schedules = new ScheduleOperations(scheduler);
        this.groups = new GroupOperations(scheduler);
    }

    @Override
    public String service() {
        return "scheduler";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                built("CreateSchedule", CreateScheduleRequest::builder, schedules::create),
                built("GetSchedule", GetScheduleRequest::builder, schedules::get),
                built("UpdateSchedule", UpdateScheduleRequest::builder, schedules::update),
                built("DeleteSchedule", DeleteScheduleRequest::builder, schedules::delete),
                built("ListSchedules", ListSchedulesRequest::builder, schedules::list),
                built("CreateScheduleGroup", CreateScheduleGroupRequest::builder, groups::create),
                built("GetScheduleGroup", GetScheduleGroupRequest::builder, groups::get),
                built("DeleteScheduleGroup", DeleteScheduleGroupRequest::builder, groups::delete),
                built("ListScheduleGroups", ListScheduleGroupsRequest::builder, groups::list),
                built("TagResource", TagResourceRequest::builder, groups::tag),
                built("UntagResource", UntagResourceRequest::builder, groups::untag),
                built("ListTagsForResource", ListTagsForResourceRequest::builder, groups::listTags));
    }

    @Override
    public AwsError error(Fault fault) {
        return SchedulerErrors.of(fault);
    }
}
