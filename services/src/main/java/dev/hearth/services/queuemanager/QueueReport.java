package dev.hearth.services.queuemanager;

import java.util.Map;

/**
 * What is in one queue.
 *
 * @param queue its number
 * @param owner the function that it belongs to, or empty
 * @param retiring whether nothing new goes there
 * @param depth events in it
 * @param finished events that left it since the start of this process
 * @param functions events by function
 * @param accepted events by function that ever came into it since the start of this process
 */
public record QueueReport(
        int queue,
        String owner,
        boolean retiring,
        long depth,
        long finished,
        Map<String, Long> functions,
        Map<String, Long> accepted) {}
