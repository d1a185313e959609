package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import dev.hearth.services.worker.Worker;

/** What a caller that wants an environment gets. */
public sealed interface AssignmentOutcome {

    /** An environment for the caller alone, until {@link Assignment#release}. */
    sealed interface Assigned extends AssignmentOutcome permits PooledEnvironment {

        /** Its id at its worker. */
        String environmentId();

        /** The worker of the host that it is on. */
        Worker worker();
    }

    /** There is none. */
    record Refused(Fault fault) implements AssignmentOutcome {}
}
