package dev.hearth.simulation;

import org.jspecify.annotations.Nullable;

/** The end of a simulation that found a bug; its message says what is broken, and how to see it again. */
public final class InvariantBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    InvariantBroken(Invariant invariant, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.invariant = invariant;
    }

    /** What is broken. */
    public Invariant invariant() {
        return invariant;
    }
}
