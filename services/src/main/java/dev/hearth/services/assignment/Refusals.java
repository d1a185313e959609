package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import dev.hearth.services.placement.PlacementOutcome;

/** What callers are told when there is no environment for them. */
final class Refusals {

    private Refusals() {}

    static Fault nowhere(PlacementOutcome.Reason reason) {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                switch (reason) {
                    case NO_HOST -> "No worker host takes execution environments.";
                    case TOO_LARGE -> "The function needs more memory than any worker host has.";
                    case FULL, STARTING -> "No worker host has room for another execution environment.";
                });
    }
}
