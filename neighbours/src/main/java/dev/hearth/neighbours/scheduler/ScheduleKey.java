package dev.hearth.neighbours.scheduler;

/**
 * Which schedule.
 *
 * @param group the name of its group
 * @param name unique in it
 */
public record ScheduleKey(String group, String name) {

    /** The group of those who name none. */
    public static final String DEFAULT_GROUP = "default";
}
