package dev.hearth.neighbours.sns;

import java.time.Duration;
import java.util.regex.Pattern;

/** SNS's limits (developer guide, "Amazon SNS endpoints and quotas"; API reference), each with its unit. */
public interface SnsLimits {

    Pattern TOPIC_NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    Pattern FIFO_TOPIC_NAME = Pattern.compile("[A-Za-z0-9_-]{1,251}\\.fifo");

    /** The largest message with its attributes, and the largest batch, in bytes. */
    int MESSAGE_BYTES = 262_144;

    int SUBJECT_CHARS = 100;
    int BATCH_ENTRIES = 10;

    Pattern BATCH_ID = Pattern.compile("[a-zA-Z0-9_-]{1,80}");

    /** What a group id or deduplication id may be. */
    Pattern GROUP_ID = Pattern.compile("[a-zA-Z0-9!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]{1,128}");

    /** Topics or subscriptions of one answer. */
    int PAGE = 100;

    int TAGS = 50;
    int DISPLAY_NAME_CHARS = 100;

    /** The characters of a topic's policy. */
    int POLICY_CHARS = 30 * 1_024;

    /** Subscriptions of a topic; AWS allows 12.5 million of a standard topic, which no single machine serves. */
    int SUBSCRIPTIONS = 10_000;

    int FILTER_POLICY_CHARS = 256 * 1_024;
    int FILTER_POLICY_KEYS = 5;

    /** How long a FIFO topic remembers a deduplication id. */
    Duration DEDUPLICATION = Duration.ofMinutes(5);

    /** Deduplication ids of a topic that are remembered. */
    int DEDUPLICATION_IDS = 100_000;

    /** How long an endpoint has time to confirm (API reference, ConfirmSubscription). */
    Duration CONFIRMATION = Duration.ofDays(2);
}
