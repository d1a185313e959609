package dev.hearth.services.assignment;

import dev.hearth.core.Ports;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Worker;
import java.util.Map;
import java.util.Optional;

/**
 * The Assignment Service: hands out execution environments; never carries payloads.
 *
 * <p>May be called from any thread; never blocks.
 */
public interface Assignment {

    /** Assignment without hosts and environments. */
    static Assignment create(AssignmentLimits limits, Placement placement, ScalingControl scaling, Ports ports) {
        return new PooledAssignment(limits, placement, scaling, ports);
    }

    /** Adds a host: its worker is known to placement from now on, and tells this room of environments that go. */
    void join(Worker worker);

    /** Removes a host that is lost: its environments are no more, and those that were needed are started elsewhere. */
    void leave(String hostId);

    /**
     * Wants an environment of exactly {@code spec}'s function, version, revision and tenant, for the caller alone: an
     * idle one at once, on this thread, the most recently used first; else whichever is first, a new one that is ready
     * or another that became idle.
     *
     * @param provisionedFor the version or alias whose provisioned environments are to serve, empty for none; on-demand
     *     ones stand in when none of those is idle
     */
    void acquire(EnvironmentSpec spec, String provisionedFor, Caller caller);

    /**
     * An idle on-demand environment of exactly {@code spec} on one host, for the caller alone as by {@link #acquire};
     * empty when there is none. Nothing is started, and nobody waits.
     */
    default Optional<AssignmentOutcome.Assigned> takeIdle(EnvironmentSpec spec, String hostId) {
        return Optional.empty();
    }

    /**
     * Gives an environment back, once.
     *
     * @param reusable whether it takes another invocation; otherwise it is destroyed
     */
    void release(AssignmentOutcome.Assigned environment, boolean reusable);

    /** Destroys the environments of {@code $LATEST} of a function that changed, busy ones after their invocation. */
    void retire(String functionArn);

    /** As {@link #retire}, for everything of a function that was deleted, its provisioned environments too. */
    void retireAll(String functionArn);

    /**
     * Keeps {@code count} environments of {@code spec} started ahead for a version or alias, in place of what was kept
     * for it before.
     *
     * @param count at least 1
     */
    void provision(EnvironmentSpec spec, String qualifier, int count);

    /** Ends {@link #provision} for a version or alias; its environments go when they are not busy any more. */
    void unprovision(String functionArn, String qualifier);

    /** How far {@link #provision} is; empty when nothing is kept for that version or alias. */
    Optional<ProvisionedStatus> provisioned(String functionArn, String qualifier);

    /** How many environments are in which state, by the state's name; all states are there. */
    Map<String, Integer> environments();

    /** Told, once and never under a lock, what it gets. */
    @FunctionalInterface
    interface Caller {
        void assigned(AssignmentOutcome outcome);
    }
}
