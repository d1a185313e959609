package dev.hearth.aws.scheduler;

import dev.hearth.neighbours.scheduler.ScheduleSettings;
import dev.hearth.neighbours.scheduler.ScheduleTarget;
import dev.hearth.neighbours.scheduler.SchedulerError;
import dev.hearth.neighbours.scheduler.SchedulerLimits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeadLetterConfig;
import software.amazon.awssdk.services.scheduler.model.EventBridgeParameters;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.RetryPolicy;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.SqsParameters;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

/** What requests say of a schedule, with AWS's defaults for the rest. */
final class Settings {

    private Settings() {}

    static ScheduleSettings of(CreateScheduleRequest request) {
        return settings(
                request.scheduleExpression(),
                request.scheduleExpressionTimezone(),
                request.startDate(),
                request.endDate(),
                request.description(),
                Needed.word(request.stateAsString(), request.state(), "state"),
                request.flexibleTimeWindow(),
                Needed.word(
                        request.actionAfterCompletionAsString(),
                        request.actionAfterCompletion(),
                        "actionAfterCompletion"),
                request.kmsKeyArn(),
                request.target());
    }

    static ScheduleSettings of(UpdateScheduleRequest request) {
        return settings(
                request.scheduleExpression(),
                request.scheduleExpressionTimezone(),
                request.startDate(),
                request.endDate(),
                request.description(),
                Needed.word(request.stateAsString(), request.state(), "state"),
                request.flexibleTimeWindow(),
                Needed.word(
                        request.actionAfterCompletionAsString(),
                        request.actionAfterCompletion(),
                        "actionAfterCompletion"),
                request.kmsKeyArn(),
                request.target());
    }

    private static ScheduleSettings settings(
            @Nullable String expression,
            @Nullable String timezone,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable String description,
            @Nullable ScheduleState state,
            @Nullable FlexibleTimeWindow window,
            @Nullable ActionAfterCompletion after,
            @Nullable String key,
            @Nullable Target target) {
        return new ScheduleSettings(
                Needed.member(expression, "scheduleExpression"),
                timezone == null ? "UTC" : timezone,
                start,
                end,
                description,
                state != ScheduleState.DISABLED,
                windowMinutes(Needed.member(window, "flexibleTimeWindow")),
                after == ActionAfterCompletion.DELETE,
                key,
                target(Needed.member(target, "target")));
    }

    private static int windowMinutes(FlexibleTimeWindow window) {
        Integer minutes = window.maximumWindowInMinutes();
        FlexibleTimeWindowMode mode = Needed.word(
                Needed.member(window.modeAsString(), "flexibleTimeWindow.mode"),
                window.mode(),
                "flexibleTimeWindow.mode");
        if (mode == FlexibleTimeWindowMode.OFF) {
            if (minutes != null) {
                throw SchedulerError.VALIDATION.because(
                        "MaximumWindowInMinutes can only be specified with the mode FLEXIBLE.");
            }
            return 0;
        }
        int most = Needed.member(minutes, "flexibleTimeWindow.maximumWindowInMinutes");
        if (most < 1) {
            throw SchedulerError.VALIDATION.because("1 validation error detected: Value '" + most
                    + "' at 'flexibleTimeWindow.maximumWindowInMinutes' failed to satisfy constraint: Member must have"
                    + " value greater than or equal to 1");
        }
        return most;
    }

    private static ScheduleTarget target(Target target) {
        Needed.unserved("EcsParameters", target.ecsParameters());
        Needed.unserved("KinesisParameters", target.kinesisParameters());
        Needed.unserved("SageMakerPipelineParameters", target.sageMakerPipelineParameters());
        RetryPolicy policy = target.retryPolicy();
        DeadLetterConfig letters = target.deadLetterConfig();
        SqsParameters queue = target.sqsParameters();
        EventBridgeParameters bus = target.eventBridgeParameters();
        return new ScheduleTarget(
                Needed.member(target.arn(), "target.arn"),
                Needed.member(target.roleArn(), "target.roleArn"),
                target.input(),
                or(policy == null ? null : policy.maximumRetryAttempts(), SchedulerLimits.RETRIES),
                or(policy == null ? null : policy.maximumEventAgeInSeconds(), SchedulerLimits.MOST_AGE_SECONDS),
                letters == null ? null : letters.arn(),
                queue == null ? null : queue.messageGroupId(),
                bus == null ? null : Needed.member(bus.detailType(), "target.eventBridgeParameters.detailType"),
                bus == null ? null : Needed.member(bus.source(), "target.eventBridgeParameters.source"));
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
