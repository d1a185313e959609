package dev.hearth.neighbours.sqs;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * SQS's limits (developer guide, "Amazon SQS quotas"; API reference), and Hearth's own on what it holds in memory, each
 * with its unit.
 */
public interface SqsLimits {

    Pattern STANDARD_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,80}");
    Pattern FIFO_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,75}\\.fifo");

    /** The most queues of one answer. */
    int PAGE_QUEUES = 1_000;

    /** The most tags of a queue; the characters of their keys and values. */
    int TAGS = 50;

    int TAG_KEY_CHARS = 128;
    int TAG_VALUE_CHARS = 256;

    /** The largest message with its attributes, and the largest batch, in bytes. */
    int MESSAGE_BYTES = 1_048_576;

    /** The least that MaximumMessageSize may be, in bytes. */
    int LEAST_MAXIMUM_BYTES = 1_024;

    /** The most messages or receipts of one request. */
    int BATCH_ENTRIES = 10;

    Pattern BATCH_ID = Pattern.compile("[a-zA-Z0-9_-]{1,80}");

    /** The most attributes of a message, and the characters of their names. */
    int MESSAGE_ATTRIBUTES = 10;

    int ATTRIBUTE_NAME_CHARS = 256;

    /** What a group id or deduplication id may be. */
    Pattern GROUP_ID = Pattern.compile("[a-zA-Z0-9!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]{1,128}");

    int MAX_DELAY_SECONDS = 900;
    int MAX_WAIT_SECONDS = 20;

    /** Twelve hours: the longest visibility timeout, and the longest that one receive may be prolonged. */
    int MAX_VISIBILITY_SECONDS = 43_200;

    int LEAST_RETENTION_SECONDS = 60;
    int MAX_RETENTION_SECONDS = 1_209_600;

    /** What RedrivePolicy's maxReceiveCount may be at most. */
    int MAX_RECEIVE_COUNT = 1_000;

    /** The most messages of a queue that were received and are neither deleted nor visible again. */
    int IN_FLIGHT_MESSAGES = 120_000;

    /** How long a deduplication id, or a receive's attempt id, is remembered. */
    Duration DEDUPLICATION = Duration.ofMinutes(5);

    /** How long after a purge the next one is refused. */
    Duration PURGE_PAUSE = Duration.ofSeconds(60);

    /** Statements of a policy that AddPermission makes, and the accounts and actions of one. */
    int PERMISSIONS = 20;

    int PERMISSION_ACCOUNTS = 50;
    int PERMISSION_ACTIONS = 7;

    /** The characters of a Policy. */
    int POLICY_CHARS = 1 << 16;

    /** Messages of a standard queue that memory holds beside those in flight; the rest waits in the store. */
    int STANDARD_WINDOW = 20_000;

    /** Messages of a standard queue that memory holds at most, with those in flight and delayed. */
    int STANDARD_ENTRIES = 250_000;

    /** How far into a FIFO queue's messages it looks for a group that is free; AWS's own number. */
    int FIFO_WINDOW = 120_000;

    /** Messages that are loaded from the store at once. */
    int LOAD_MESSAGES = 1_000;

    /** Bodies of waiting messages that memory holds, of all queues together, in bytes. */
    long BODY_CACHE_BYTES = 24L << 20;

    /** Deduplication ids of a queue that memory holds; older ones are looked up in the store. */
    int DEDUPLICATION_IDS = 100_000;

    /** Attempt ids of a queue's receives that memory holds. */
    int ATTEMPTS = 10_000;

    /** Receives of a queue that wait at once. */
    int WAITING_RECEIVES = 10_000;

    /** How often what has expired is removed. */
    Duration SWEEP = Duration.ofSeconds(30);

    /** The most messages that one removal takes from the store at once. */
    int REMOVE_MESSAGES = 1_000;

    /** The fastest that a move task may be told to be, in messages a second. */
    int MOVE_PER_SECOND = 500;

    /** The move tasks of a queue that are remembered and listed. */
    int MOVE_TASKS = 10;
}
