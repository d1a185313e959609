package dev.hearth.neighbours.sqs;

/**
 * How many messages a queue has; approximate as AWS's are.
 *
 * @param visible may be received
 * @param inFlight were received and are hidden
 * @param delayed were sent and are hidden
 */
public record MessageCounts(long visible, long inFlight, long delayed) {

    MessageCounts plus(MessageCounts other) {
        return new MessageCounts(visible + other.visible, inFlight + other.inFlight, delayed + other.delayed);
    }
}
