package dev.hearth.services.queuemanager;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in its queue.
 *
 * @param id grows with the order of acceptance; never used twice while the process lives
 * @param queue its queue
 * @param due when it may be taken
 * @param event what was handed in
 * @param failures tries that ended in an error of the function's
 * @param refusals tries that were throttled or met a system error, in a row
 * @param outcome what is still to be told to its owner, in the poller's own words; null while the function is still to
 *     run
 */
public record QueuedEvent(
        long id,
        int queue,
        Instant due,
        Event event,
        int failures,
        int refusals,
        @Nullable String outcome) {}
