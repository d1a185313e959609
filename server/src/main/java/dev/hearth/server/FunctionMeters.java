package dev.hearth.server;

import dev.hearth.core.InvocationTimes;
import dev.hearth.core.InvocationTimes.Phase;
import dev.hearth.services.frontend.InvokeOutcome;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What is measured of one function version.
 *
 * @param function its name
 * @param version its version
 * @param phases by the ordinal of the phase
 * @param whole from the invocation's arrival to its end
 * @param ends by {@link End}, twice: warm starts, then cold ones
 */
record FunctionMeters(String function, String version, Durations[] phases, Durations whole, AtomicLongArray ends) {

    private static final Phase[] PHASES = Phase.values();
    private static final int KINDS = End.values().length;

    /** How an invocation ended. */
    enum End {
        SUCCESS("success"),
        FUNCTION_ERROR("function_error"),
        REFUSED("refused");

        private final String label;

        End(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static FunctionMeters of(String function, String version) {
        Durations[] phases = new Durations[PHASES.length];
        for (int i = 0; i < phases.length; i++) {
            phases[i] = new Durations();
        }
        return new FunctionMeters(function, version, phases, new Durations(), new AtomicLongArray(2 * KINDS));
    }

    void ended(InvocationTimes times, End end, long endNanos) {
        boolean cold = times.cold();
        ends.getAndIncrement((cold ? KINDS : 0) + end.ordinal());
        if (end == End.REFUSED) {
            return;
        }
        whole.add(endNanos - times.beginNanos());
        for (int i = 0; i < PHASES.length; i++) {
            if (cold || !ofStart(PHASES[i])) {
                phases[i].add(times.nanos(PHASES[i], endNanos));
            }
        }
    }

    /** Phases that only an invocation has which waited for its environment. */
    private static boolean ofStart(Phase phase) {
        return switch (phase) {
            case PLACED, SANDBOX_START, INIT -> true;
            case QUEUED, COUNTED, ASSIGNED, RUN, RETURNED -> false;
        };
    }

    long count(End end, boolean cold) {
        return ends.get((cold ? KINDS : 0) + end.ordinal());
    }

    static End end(InvokeOutcome outcome) {
        return switch (outcome) {
            case InvokeOutcome.Answered a -> a.functionError().isEmpty() ? End.SUCCESS : End.FUNCTION_ERROR;
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ -> End.SUCCESS;
            case InvokeOutcome.Refused _ -> End.REFUSED;
        };
    }
}
