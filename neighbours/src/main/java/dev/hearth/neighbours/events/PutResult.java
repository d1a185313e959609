package dev.hearth.neighbours.events;

/** What became of one entry of a PutEvents. */
public sealed interface PutResult {

    /**
     * It is on its bus.
     *
     * @param id of the event
     */
    record Accepted(String id) implements PutResult {}

    /** It is not, and will not be. */
    record Refused(String code, String message) implements PutResult {}
}
