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
}
