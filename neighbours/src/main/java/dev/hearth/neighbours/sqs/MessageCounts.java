package dev.hearth.neighbours.sqs;

/**
 * How many messages a queue has; approximate as AWS's are.
 *
 * @param visible may be received
 * @param inFlight were received and are hidden
 * @param delayed were sent and are hidden
 */
public record MessageCounts(long visible, long inFlight, long delayed) {}
