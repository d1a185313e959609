package dev.hearth.aws.scheduler;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.scheduler.Scheduler;

/** The EventBridge Scheduler API (2021-06-30). */
public interface SchedulerApi {

    /** The API over the schedules of this account and region. */
    static AwsApi create(Scheduler scheduler) {
        return new SchedulerOperations(scheduler);
    }
}
