package dev.hearth.aws.scheduler;

import dev.hearth.neighbours.scheduler.Schedule;
import dev.hearth.neighbours.scheduler.ScheduleGroup;
import dev.hearth.neighbours.scheduler.ScheduleSettings;
import dev.hearth.neighbours.scheduler.ScheduleTarget;
import java.time.Instant;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.Target;

/** Schedules and groups as the API shows them. */
final class Views {

    private Views() {}

    static GetScheduleResponse whole(Schedule schedule, String arn) {
        ScheduleSettings settings = schedule.settings();
        return GetScheduleResponse.builder()
                .arn(arn)
                .groupName(schedule.key().group())
                .name(schedule.key().name())
                .scheduleExpression(settings.expression())
                .scheduleExpressionTimezone(settings.timezone())
                .startDate(settings.start())
                .endDate(settings.end())
                .description(settings.description())
                .state(state(settings))
                .kmsKeyArn(settings.kmsKeyArn())
                .flexibleTimeWindow(window(settings.windowMinutes()))
                .actionAfterCompletion(
                        settings.deleteWhenOver() ? ActionAfterCompletion.DELETE : ActionAfterCompletion.NONE)
                .target(target(settings.target()))
                .creationDate(Instant.ofEpochMilli(schedule.createdMillis()))
                .lastModificationDate(Instant.ofEpochMilli(schedule.modifiedMillis()))
                .build();
    }

    private static ScheduleState state(ScheduleSettings settings) {
        return settings.enabled() ? ScheduleState.ENABLED : ScheduleState.DISABLED;
    }

    private static FlexibleTimeWindow window(int minutes) {
        return minutes == 0
                ? FlexibleTimeWindow.builder().mode(FlexibleTimeWindowMode.OFF).build()
                : FlexibleTimeWindow.builder()
                        .mode(FlexibleTimeWindowMode.FLEXIBLE)
                        .maximumWindowInMinutes(minutes)
                        .build();
    }

    private static Target target(ScheduleTarget target) {
        Target.Builder view = Target.builder()
                .arn(target.arn())
                .roleArn(target.roleArn())
                .input(target.input())
                .retryPolicy(policy ->
                        policy.maximumRetryAttempts(target.retries()).maximumEventAgeInSeconds(target.maxAgeSeconds()));
        if (target.deadLetterArn() != null) {
            view.deadLetterConfig(letters -> letters.arn(target.deadLetterArn()));
        }
        if (target.messageGroup() != null) {
            view.sqsParameters(queue -> queue.messageGroupId(target.messageGroup()));
        }
        if (target.source() != null) {
            view.eventBridgeParameters(
                    bus -> bus.detailType(target.detailType()).source(target.source()));
        }
        return view.build();
    }

    static ScheduleSummary summary(Schedule schedule, String arn) {
        return ScheduleSummary.builder()
                .arn(arn)
                .groupName(schedule.key().group())
                .name(schedule.key().name())
                .state(state(schedule.settings()))
                .target(target -> target.arn(schedule.settings().target().arn()))
                .creationDate(Instant.ofEpochMilli(schedule.createdMillis()))
                .lastModificationDate(Instant.ofEpochMilli(schedule.modifiedMillis()))
                .build();
    }

    static ScheduleGroupSummary group(ScheduleGroup group, String arn) {
        return ScheduleGroupSummary.builder()
                .arn(arn)
                .name(group.name())
                .state(group.deleting() ? ScheduleGroupState.DELETING : ScheduleGroupState.ACTIVE)
                .creationDate(Instant.ofEpochMilli(group.createdMillis()))
                .lastModificationDate(Instant.ofEpochMilli(group.modifiedMillis()))
                .build();
    }
}
