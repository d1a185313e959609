package dev.hearth.neighbours.outbox;

import java.util.concurrent.CompletionStage;

/** Knows the way to one kind of target. */
@FunctionalInterface
public interface Courier {

    /**
     * Brings {@code parcel} to its target; completes when the target has committed it, or has refused. Does not block.
     * A
     * stage that completes exceptionally counts as refused for now. The same parcel may come more than once.
     */
    CompletionStage<Receipt> carry(Parcel parcel);

    /**
     * Whether it brings {@code parcel} by exactly one write on its caller's thread, which is all that there is to do:
     * then the outbox's record of it goes in the same unit of work, if both have one database.
     */
    default boolean writesOnce(Parcel parcel) {
        return false;
    }
}
