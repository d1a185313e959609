package dev.hearth.neighbours.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is kept. Times are Unix time in milliseconds.
 *
 * @param clientToken of the request that made it; empty for none
 * @param revision grows with every change and every firing
 * @param anchorMillis from when a {@code rate} counts that has no start
 * @param next when it fires next; null when it does not
 */
public record Schedule(
        ScheduleKey key,
        ScheduleSettings settings,
        String clientToken,
        long revision,
        long createdMillis,
        long modifiedMillis,
        long anchorMillis,
        @Nullable Moment next) {

    /**
     * A due time.
     *
     * @param dueMillis what the expression says
     * @param fireMillis when it is done, within the flexible window
     */
    public record Moment(long dueMillis, long fireMillis) {}

    Schedule firing(@Nullable Moment moment) {
        return new Schedule(
                key, settings, clientToken, revision + 1, createdMillis, modifiedMillis, anchorMillis, moment);
    }
}
