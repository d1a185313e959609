package dev.hearth.simulation;

/** One run of a cluster in virtual time. */
public interface Simulation {

    /** A run of {@code scenario} that has not begun. */
    static Simulation of(Scenario scenario) {
        return new SimulatedCluster(scenario, Wiring.STRAIGHT);
    }

    /**
     * Runs on for at most so many events, and checks every invariant after each. False when the run is over: the load
     * has ended, everything has come to rest, and nothing is left.
     *
     * @throws InvariantBroken when an invariant does not hold; its message has the seed
     */
    boolean run(long events);

    /** What happened so far. */
    SimulationResult result();
}
