package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import dev.hearth.services.worker.EnvironmentAction.Accept;
import dev.hearth.services.worker.EnvironmentAction.Refuse;
import dev.hearth.services.worker.EnvironmentAction.Wake;
import dev.hearth.services.worker.EnvironmentDecisions.Decision;
import dev.hearth.services.worker.EnvironmentState.Failing;
import dev.hearth.services.worker.EnvironmentState.InitFailure;
import dev.hearth.services.worker.EnvironmentState.Starting;
import java.nio.ByteBuffer;

/**
 * What an environment decides about the hooks of Lambda's SnapStart: pure functions. A runtime asks {@code
 * restore/next}
 * when it is ready to become a snapshot and is answered when it is awake again, or at once where there is no snapshot;
 * from then on it has ten seconds until its first {@code next}, as in Lambda.
 */
final class RestoreDecisions {

    /** The words of the API's model. */
    static final Fault HOOK_FAILED = new Fault(
            Fault.Kind.SNAP_START,
            "The afterRestore() runtime hook encountered an error. For more information, check the Amazon CloudWatch"
                    + " logs.");

    static final Fault TOO_LATE =
            new Fault(Fault.Kind.SNAP_START_TIMEOUT, "Lambda couldn't restore the snapshot within the timeout limit.");

    private RestoreDecisions() {}

    static Decision decide(EnvironmentState state, RestoreEvent event, long now) {
        return switch (event) {
            case RestoreEvent.Waits e
            when state instanceof Starting s -> new Decision(e.asked() ? restoring(s, now) : s, new Wake(e.exchange()));
            case RestoreEvent.Waits e -> misplaced(state, e, "Restoring");
            case RestoreEvent.Erred e
            when state instanceof Starting s ->
                new Decision(
                        new Failing(
                                failure(s, e.errorType(), e.payload()),
                                s.run(),
                                now + Limits.INIT_ERROR_EXIT.toNanos()),
                        new Accept(e.exchange()));
            case RestoreEvent.Erred e -> misplaced(state, e, "RestoreError");
        };
    }

    /** The ten seconds are those of the hooks after the snapshot; whoever waits has a deadline of its own. */
    static Starting restoring(Starting s, long now) {
        long deadline = s.run() == null ? now + Limits.RESTORE_TIMEOUT.toNanos() : s.deadlineNanos();
        return new Starting(s.made(), s.next(), s.run(), deadline, true);
    }

    /** The caller hears that the restore took too long. */
    static Decision expired() {
        InitFailure failure = new InitFailure("Runtime.RestoreTimeout", "", null, TOO_LATE);
        return EnvironmentDecisions.kill(new Failing(failure, null, EnvironmentState.NO_DEADLINE));
    }

    private static InitFailure failure(Starting s, String errorType, ByteBuffer payload) {
        InitFailure failure = Outcomes.initErred(errorType, payload);
        return s.run() == null
                ? new InitFailure(failure.errorType(), failure.message(), failure.payload(), HOOK_FAILED)
                : failure;
    }

    private static Decision misplaced(EnvironmentState state, RestoreEvent event, String to) {
        return new Decision(
                state, new Refuse(event.exchange(), RuntimeApiError.invalidTransition(state.runtimeLabel(), to)));
    }
}
