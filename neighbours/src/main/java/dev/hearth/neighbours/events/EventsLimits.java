package dev.hearth.neighbours.events;

import java.time.Duration;
import java.util.regex.Pattern;

/** EventBridge's limits (its API's model and user guide, "Quotas"), each with its unit. */
public interface EventsLimits {

    /** The bytes of all entries of one PutEvents (since January 2026). */
    int EVENTS_BYTES = 1_048_576;

    /** The entries of one PutEvents. */
    int ENTRIES = 10;

    /** What a time counts against {@link #EVENTS_BYTES}. */
    int TIME_BYTES = 14;

    /** Event buses, the default one too. */
    int BUSES = 100;

    /** Rules of one bus. */
    int RULES = 300;

    /** Targets of one rule. */
    int TARGETS = 5;

    /** Archives of this account and region. */
    int ARCHIVES = 100;

    /** Replays that have not ended. */
    int REPLAYS = 10;

    /** A page of a list, in items. */
    int PAGE = 100;

    /** Tags of one thing. */
    int TAGS = 50;

    int PATTERN_CHARS = 4_096;
    int INPUT_CHARS = 8_192;
    int INPUT_PATH_CHARS = 256;
    int INPUT_PATHS = 100;
    int DESCRIPTION_CHARS = 512;
    int POLICY_BYTES = 10_240;
    int ARN_CHARS = 1_600;

    int RETRIES = 185;
    int LEAST_AGE_SECONDS = 60;
    int MOST_AGE_SECONDS = 86_400;

    /** Archived events that a replay reads at once. */
    int REPLAY_PAGE = 50;

    /** Between two looks for archived events that are too old. */
    Duration SWEEP = Duration.ofHours(1);

    /** After which a store that failed is asked again. */
    Duration STORE_RETRY = Duration.ofSeconds(1);

    Pattern RULE_NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");
    Pattern BUS_NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,256}");
    Pattern ARCHIVE_NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,48}");
    Pattern TARGET_ID = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");
    Pattern PATH_KEY = Pattern.compile("[A-Za-z0-9_\\-]{1,256}");
    Pattern STATEMENT_ID = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    Pattern PRINCIPAL = Pattern.compile("\\d{12}|\\*");
}
