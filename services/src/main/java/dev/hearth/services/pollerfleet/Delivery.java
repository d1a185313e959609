package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;

/** What became of a message to a destination. */
public sealed interface Delivery {

    /** The target has it for good: whatever promise it makes to its own callers holds for this message too. */
    record Delivered() implements Delivery {}

    /**
     * The target has not taken it.
     *
     * @param fault why
     * @param again whether it may take it later; what it will never take (no such queue, too large) is not sent again
     */
    record Refused(Fault fault, boolean again) implements Delivery {}
}
