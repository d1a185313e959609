package dev.hearth.services.placement;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Placement Service: knows the worker hosts and chooses one for each new environment.
 *
 * <p>What is promised of a host is what was placed there and has not ended; what it has, whether it is there, and how
 * much memory is really free comes from its reports, which are pulled every {@link Fleet#REPORT_EVERY}. May be called
 * from any thread; never blocks and calls nobody back.
 */
public interface Placement {

    /** A placement without hosts. */
    static Placement create(PlacementPolicy policy, Ports ports) {
        return new Fleet(policy, ports);
    }

    /** Adds a host, or replaces one of the same id, of which nothing is then counted any more. */
    void join(Worker worker);

    /** Removes a host and all that was counted there; without effect when it is unknown. */
    void leave(String hostId);

    /**
     * Chooses a host for one new environment and counts it there as starting, until {@link #started}.
     *
     * @param excluded hosts that have just refused it
     */
    Place place(EnvironmentSpec spec, Set<String> excluded);

    /**
     * A start that was placed has ended; without effect when that life of the host is over.
     *
     * @param took how long it took
     * @param refusal why there is no environment, or null when there is one
     */
    void started(Place.Host host, EnvironmentSpec spec, Duration took, @Nullable Fault refusal);

    /** An environment that was started is no more; without effect when that life of the host is over. */
    void ended(Place.Host host, EnvironmentSpec spec);

    /** The hosts now, for status and tests. */
    FleetSnapshot snapshot();

    /** The worker of a host, if it is there. */
    Optional<Worker> worker(String hostId);

    /** Where an environment goes. */
    sealed interface Place {

        /**
         * To this host.
         *
         * @param life which of the host's lives it is: a number that is given to one {@link #join} alone
         */
        record Host(String hostId, Worker worker, long life) implements Place {}

        /** Nowhere now. */
        record Nowhere(PlacementOutcome.Reason reason) implements Place {}
    }
}
