package dev.hearth.neighbours.s3;

/**
 * Who changes something, as notifications tell it.
 *
 * @param event the name of the event, for example {@code ObjectCreated:Put}
 * @param requestId of the request
 * @param sourceIp of its sender
 * @param principal who signed it
 */
public record Cause(String event, String requestId, String sourceIp, String principal) {

    /** The same sender's other event. */
    public Cause as(String otherEvent) {
        return new Cause(otherEvent, requestId, sourceIp, principal);
    }
}
