package dev.hearth.services.placement;

/** Where a new environment goes. */
public sealed interface PlacementOutcome {

    /** To this host, which is at this position of the snapshot. */
    record Chosen(int position, String hostId) implements PlacementOutcome {}

    /** Nowhere now. */
    record Nowhere(Reason reason) implements PlacementOutcome {}

    /** Why no host takes it; the first that is true. */
    enum Reason {
        /** No host takes environments, or all that do were excluded. */
        NO_HOST,
        /** It would not fit on any of these hosts if they were empty. */
        TOO_LARGE,
        /** It would fit somewhere, but there other environments use the room. */
        FULL,
        /** There is room, but only on hosts that start as many environments as they may at a time. */
        STARTING
    }
}
