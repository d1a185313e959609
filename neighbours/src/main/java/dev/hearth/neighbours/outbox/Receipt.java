package dev.hearth.neighbours.outbox;

/** How an attempt to deliver ended. */
public sealed interface Receipt {

    /** The target has it. */
    record Delivered() implements Receipt {}

    /**
     * The target does not take it.
     *
     * @param code what a dead letter says: an HTTP status or AWS's name of the error
     * @param message for people
     * @param forNow whether it makes sense to try again
     */
    record Refused(String code, String message, boolean forNow) implements Receipt {}
}
