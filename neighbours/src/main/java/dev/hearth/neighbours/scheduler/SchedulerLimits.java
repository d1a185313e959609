package dev.hearth.neighbours.scheduler;

import java.time.Duration;

/** The scheduler's limits, each with its unit (user guide, "Quotas"; botocore for those of members). */
public interface SchedulerLimits {

    /** Schedule groups of an account. */
    int GROUPS = 500;
    /** Characters of a name. */
    int NAME_CHARS = 64;
    /** Characters of a time zone's name. */
    int TIMEZONE_CHARS = 50;
    /** Characters of a description. */
    int DESCRIPTION_CHARS = 512;
    /** Characters of an ARN. */
    int ARN_CHARS = 1_600;
    /** Bytes of an input. */
    int INPUT_BYTES = 256 * 1024;
    /** Minutes of a flexible window. */
    int WINDOW_MINUTES = 1_440;
    /** Retries after the first attempt. */
    int RETRIES = 185;
    /** The least age of an event, in seconds. */
    int LEAST_AGE_SECONDS = 60;
    /** The most age of an event, in seconds. */
    int MOST_AGE_SECONDS = 86_400;
    /** Tags of a group. */
    int TAGS = 200;
    /** Entries of a page. */
    int PAGE = 100;

    /** How much earlier than now a start may be. */
    Duration START_GRACE = Duration.ofMinutes(5);

    /** How far back an {@code at} may lie when it is made, to be done at once: schedules have this precision. */
    Duration PRECISION = Duration.ofSeconds(60);

    /** Schedules that are fired in one unit of work. */
    int FIRINGS = 100;

    /** Schedules of a group that are deleted in one unit of work. */
    int DELETIONS = 1_000;

    /** How long an alarm sleeps at most: the wall clock may jump, which its timer does not see. */
    Duration LONGEST_SLEEP = Duration.ofSeconds(60);

    /** After how long a store that failed is asked again. */
    Duration STORE_RETRY = Duration.ofSeconds(1);

    /** Deletions that are remembered by their client tokens. */
    int REMEMBERED_DELETIONS = 1_000;
}
