package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import java.util.Optional;

/** What assignment asks and tells of concurrency; whoever counts stands behind this. Never blocks or calls back. */
public interface ScalingControl {

    /** Why no new on-demand environment of a function (its unqualified ARN) may be started now; empty when one may. */
    Optional<Fault> throttleNewEnvironment(String functionArn);

    /** How many provisioned environments of a version or alias are ready, idle or busy. */
    void provisionedAvailable(String functionArn, String qualifier, int environments);

    /** A caller waits for an environment of a function, of which none is idle. */
    default void waits(String functionArn) {}

    /** Nobody counts. */
    static ScalingControl none() {
        return new UncountedScaling();
    }
}
