package dev.hearth.neighbours.outbox;

import org.jspecify.annotations.Nullable;

/**
 * A parcel, and what to do with it.
 *
 * @param lane whose parcels wait for each other's turn: a subscription, or a rule's target
 * @param ordered whether the lane keeps its order; the same for all parcels of a lane
 * @param parcel what is brought
 * @param rule how often it is tried
 * @param deadLetter what is sent when its target does not take it; null for nothing
 */
public record Posting(
        String lane,
        boolean ordered,
        Parcel parcel,
        RetryRule rule,
        @Nullable DeadLetter deadLetter) {}
