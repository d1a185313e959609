package dev.hearth.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Who is told that an invariant is broken. The first verdict stands, even when the room that was running at that moment
 * swallowed the exception.
 */
final class Judge {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Scenario scenario;
    private final World world;
    private @Nullable InvariantBroken verdict;

    Judge(Scenario scenario, World world) {
        this.scenario = scenario;
        this.world = world;
    }

    /** The exception to throw; it is thrown again after this event if somebody swallows it. */
    InvariantBroken broken(Invariant invariant, String detail) {
        return broken(invariant, detail, null);
    }

    /** A room threw {@code bug}. */
    InvariantBroken crashed(Throwable bug) {
        return bug instanceof InvariantBroken known ? known : broken(Invariant.NO_CRASH, bug.toString(), bug);
    }

    private InvariantBroken broken(Invariant invariant, String detail, @Nullable Throwable cause) {
        InvariantBroken first = verdict;
        if (first == null) {
            String message = invariant + " is broken (" + invariant.sentence() + "): " + detail + "\nat event "
                    + world.events() + ", "
                    + world.nanos() / NANOS_PER_SECOND + " s; repeat it with: " + scenario.command() + "\n  "
                    + String.join("\n  ", world.journal().lines());
            first = new InvariantBroken(invariant, message, cause);
            verdict = first;
        }
        return first;
    }

    void throwVerdict() {
        InvariantBroken first = verdict;
        if (first != null) {
            throw first;
        }
    }
}
