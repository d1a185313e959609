package dev.hearth.neighbours.scheduler;

import java.util.Map;

/**
 * A group of schedules. Times are Unix time in milliseconds.
 *
 * @param deleting whether it goes as soon as its schedules have gone
 * @param clientToken of the request that made it; empty for none
 */
public record ScheduleGroup(
        String name,
        boolean deleting,
        Map<String, String> tags,
        String clientToken,
        long createdMillis,
        long modifiedMillis) {

    public ScheduleGroup {
        tags = Map.copyOf(tags);
    }

    ScheduleGroup tagged(Map<String, String> others) {
        return new ScheduleGroup(name, deleting, others, clientToken, createdMillis, modifiedMillis);
    }

    ScheduleGroup going(long now) {
        return new ScheduleGroup(name, true, tags, clientToken, createdMillis, now);
    }
}
