package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.worker.Worker;

/** What stands between the checks and the real rooms: nothing, or what a test plants there. */
interface Wiring {

    /** The real rooms as they are. */
    Wiring STRAIGHT = new Wiring() {};

    default Counting counting(Counting real) {
        return real;
    }

    default Placement placement(Placement real) {
        return real;
    }

    default Assignment assignment(Assignment real) {
        return real;
    }

    default Worker worker(Worker simulated) {
        return simulated;
    }
}
