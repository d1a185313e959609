package dev.hearth.neighbours.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Which schedules, in the order of their groups and names.
 *
 * @param group null for all
 * @param prefix of names; empty for all
 * @param enabled null for both
 * @param after only those behind; null from the first
 * @param limit how many
 */
public record ScheduleFilter(
        @Nullable String group,
        String prefix,
        @Nullable Boolean enabled,
        @Nullable ScheduleKey after,
        int limit) {}
