package dev.hearth.services.worker;

import java.time.Duration;

/** Every limit of the worker in one place. */
final class Limits {

    /** Longest init phase, before it is run again inside the invocation; as Lambda's. */
    static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

    /** Longest restore: from the snapshot's waking to the first {@code next}; as Lambda's. */
    static final Duration RESTORE_TIMEOUT = Duration.ofSeconds(10);

    /** Longest init phase of what becomes a snapshot, unless the function's timeout is longer; as Lambda's. */
    static final Duration SNAPSHOT_INIT_TIMEOUT = Duration.ofSeconds(130);

    /** Snapshots that could not be made and are not tried again, remembered at most. */
    static final int FAILED_SNAPSHOTS = 256;

    /** How long a driver may take to make a sandbox; an emulated machine on a busy host takes its time. */
    static final Duration SANDBOX_TIMEOUT = Duration.ofMinutes(3);

    /** How long a runtime that reported an init error may take to write its last lines and exit. */
    static final Duration INIT_ERROR_EXIT = Duration.ofMillis(500);

    /** How long an environment is without work before it is frozen, so that a busy one never pays for it. */
    static final Duration IDLE_BEFORE_FREEZE = Duration.ofMillis(500);

    /** How long a shutdown phase takes at most when an external extension is there; as Lambda's. */
    static final Duration SHUTDOWN_EXTERNAL = Duration.ofMillis(2_000);

    /** How long a shutdown phase takes at most when all extensions are internal; as Lambda's. */
    static final Duration SHUTDOWN_INTERNAL = Duration.ofMillis(500);

    /** How long the last invocations may take to end when the worker closes; whoever admits them has waited before. */
    static final Duration DRAIN = Duration.ofSeconds(2);

    /** Largest body of a request to the Extensions or Telemetry API, bytes. */
    static final int EXTENSION_BODY_BYTES = 64 * 1024;

    /** Largest response or error object, bytes: Lambda's 6 MiB and the 100 bytes it allows on top. */
    static final int PAYLOAD_BYTES = 6 * 1024 * 1024 + 100;

    /** Largest response that is streamed, bytes: Lambda's soft maximum of 200 MB. */
    static final long STREAMED_BYTES = 200L * 1024 * 1024;

    /** Bytes of request bodies that one environment's connections hold in memory together. */
    static final int BUFFERED_BYTES = PAYLOAD_BYTES;

    /** Connections of one environment to its Runtime API at a time. */
    static final int CONNECTIONS = 16;

    /** Longest request line, bytes. */
    static final int REQUEST_LINE_BYTES = 4 * 1024;

    /** All header fields of a request together, bytes; an X-Ray error cause alone may have 64 KiB. */
    static final int HEADER_BYTES = 128 * 1024;

    /** Largest piece of a body that is handed on at once, bytes. */
    static final int CHUNK_BYTES = 64 * 1024;

    /** The least that is read from a runtime's connection at once. */
    static final int LEAST_READ_BYTES = 2 * 1024;

    /** A payload up to this size is copied behind its header, so that one write carries both, bytes. */
    static final int INLINE_PAYLOAD_BYTES = 16 * 1024;

    /** Longest log line, bytes; a longer one is cut. As CloudWatch Logs'. */
    static final int LOG_LINE_BYTES = 256 * 1024;

    /** What a caller sees of an invocation's log, bytes. */
    static final int LOG_TAIL_BYTES = 4 * 1024;

    /** Events of one environment that wait for their turn, before its runtime's requests are turned away. */
    static final int MAILBOX_EVENTS = 4 * CONNECTIONS + 64;

    /** An invocation shorter than this is not asked for its memory when that was asked within {@link #MEMORY_AGE}. */
    static final Duration MEMORY_WORTH_ASKING = Duration.ofMillis(1);

    /** How old the answer may be for such a short invocation. */
    static final Duration MEMORY_AGE = Duration.ofMillis(100);

    /** From this age on an environment ends as soon as it has nothing to do; its credentials last longer. */
    static final Duration RETIREMENT = Duration.ofHours(9);

    /** Between two looks whether an old environment has nothing to do. */
    static final Duration RETIREMENT_LOOK = Duration.ofSeconds(1);

    /** Between two looks whether the security groups of environments changed. */
    static final Duration WALL_LOOK = Duration.ofSeconds(1);

    private Limits() {}
}
