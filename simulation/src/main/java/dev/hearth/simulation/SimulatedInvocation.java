package dev.hearth.simulation;

import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.worker.EnvironmentSpec;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One invocation and how far it is. */
final class SimulatedInvocation {

    private final String requestId;
    private final EnvironmentSpec spec;
    private final String qualifier;
    private final ByteBuffer payload;
    private final long arrivedNanos;
    private int attempts;
    private Reservation.@Nullable Granted granted;
    private @Nullable Assigned assigned;
    private @Nullable Outcome outcome;

    SimulatedInvocation(String requestId, EnvironmentSpec spec, String qualifier, ByteBuffer payload, long nanos) {
        this.requestId = requestId;
        this.spec = spec;
        this.qualifier = qualifier;
        this.payload = payload;
        this.arrivedNanos = nanos;
    }

    /** How an invocation can end. */
    enum Outcome {
        ANSWERED,
        FUNCTION_ERROR,
        THROTTLED,
        REFUSED,
        UNDELIVERABLE,
        CALLER_DIED
    }

    String requestId() {
        return requestId;
    }

    EnvironmentSpec spec() {
        return spec;
    }

    String qualifier() {
        return qualifier;
    }

    ByteBuffer payload() {
        return payload;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    /** Counts one more environment that is tried; answers which one it is. */
    int attempt() {
        return ++attempts;
    }

    Reservation.Granted granted() {
        return Objects.requireNonNull(granted);
    }

    void granted(Reservation.Granted unit) {
        granted = unit;
    }

    /** The environment that it has now; null while it waits for one, and when it is over. */
    @Nullable
    Assigned assigned() {
        return assigned;
    }

    void assigned(@Nullable Assigned environment) {
        assigned = environment;
    }

    boolean over() {
        return outcome != null;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    void end(Outcome how) {
        outcome = how;
    }

    @Override
    public String toString() {
        return requestId + " of " + spec.functionName() + ":" + spec.version() + " " + spec.revision()
                + (outcome == null ? "" : " " + outcome);
    }
}
