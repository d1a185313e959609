package dev.hearth.simulation;

import java.time.Duration;

/**
 * What happened in a run.
 *
 * @param invocations that arrived
 * @param events after each of which the invariants were checked
 * @param virtualTime that passed until the load was over
 * @param environments that were started
 * @param answered invocations that were answered by their function, with its error or without
 * @param throttled invocations that counting refused
 * @param refused invocations that no environment was found for
 * @param callersDied invocations whose frontend died
 * @param accepted events that were acknowledged
 * @param eventsOver events that left the store
 * @param eventRuns invocations with events
 * @param messagesOver messages of queues with groups that are over
 * @param digest two runs with the same went the same way
 */
public record SimulationResult(
        long invocations,
        long events,
        Duration virtualTime,
        long environments,
        long answered,
        long throttled,
        long refused,
        long callersDied,
        long accepted,
        long eventsOver,
        long eventRuns,
        long messagesOver,
        long digest) {}
