package dev.hearth.aws.scheduler;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.scheduler.Schedule;
import dev.hearth.neighbours.scheduler.ScheduleKey;
import dev.hearth.neighbours.scheduler.SchedulePage;
import dev.hearth.neighbours.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/** The operations on schedules. */
final class ScheduleOperations {

    private final Scheduler scheduler;

    ScheduleOperations(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private static ScheduleKey key(@Nullable String group, @Nullable String name) {
        return new ScheduleKey(group == null ? ScheduleKey.DEFAULT_GROUP : group, Needed.member(name, "name"));
    }

    CreateScheduleResponse create(Call call, CreateScheduleRequest request) {
        ScheduleKey key = key(request.groupName(), request.name());
        scheduler.create(key, Settings.of(request), request.clientToken());
        return CreateScheduleResponse.builder().scheduleArn(scheduler.arn(key)).build();
    }

    UpdateScheduleResponse update(Call call, UpdateScheduleRequest request) {
        ScheduleKey key = key(request.groupName(), request.name());
        scheduler.update(key, Settings.of(request));
        return UpdateScheduleResponse.builder().scheduleArn(scheduler.arn(key)).build();
    }

    GetScheduleResponse get(Call call, GetScheduleRequest request) {
        Schedule schedule = scheduler.get(key(request.groupName(), request.name()));
        return Views.whole(schedule, scheduler.arn(schedule.key()));
    }

    DeleteScheduleResponse delete(Call call, DeleteScheduleRequest request) {
        scheduler.delete(key(request.groupName(), request.name()), request.clientToken());
        return DeleteScheduleResponse.builder().build();
    }

    ListSchedulesResponse list(Call call, ListSchedulesRequest request) {
        ScheduleState state = Needed.word(request.stateAsString(), request.state(), "state");
        SchedulePage<Schedule> page = scheduler.list(
                request.groupName(),
                request.namePrefix(),
                state == null ? null : state == ScheduleState.ENABLED,
                request.maxResults(),
                request.nextToken());
        return ListSchedulesResponse.builder()
                .schedules(page.items().stream()
                        .map(each -> Views.summary(each, scheduler.arn(each.key())))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
