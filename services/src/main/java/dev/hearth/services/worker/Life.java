package dev.hearth.services.worker;

import org.jspecify.annotations.Nullable;

/**
 * An execution environment with its extensions.
 *
 * <p>The runtime's table is at {@link EnvironmentState}. Extensions stand in front of it: a runtime's {@code next}
 * that would end the init phase or an invocation is held back until every extension waits for its next event, and a
 * kill becomes a shutdown phase when there is somebody to tell.
 *
 * <pre>
 * Starting, Answered   next of the runtime, extensions not ready   held
 * any                  the last extension is ready                 what is held goes to the runtime's table
 * Idle, Frozen         invoke                                      who asked for INVOKE is told
 * any                  kill                                        SHUTDOWN, SIGTERM, a deadline, and then kill
 * shutting down        kill                                        kill
 * </pre>
 *
 * @param held the runtime's request that is held back
 * @param killNanos the end of the shutdown phase, or {@link EnvironmentState#NO_DEADLINE}
 */
record Life(
        EnvironmentState state,
        Extensions extensions,
        @Nullable Exchange held,
        long killNanos) {

    static Life of(EnvironmentState state) {
        return new Life(state, Extensions.UNKNOWN, null, EnvironmentState.NO_DEADLINE);
    }

    boolean shuttingDown() {
        return killNanos != EnvironmentState.NO_DEADLINE;
    }

    long deadline() {
        return Math.min(state.deadline(), killNanos);
    }

    Life in(EnvironmentState next) {
        return next == state ? this : new Life(next, extensions, held, killNanos);
    }

    Life with(Extensions changed) {
        return new Life(state, changed, held, killNanos);
    }

    Life holding(@Nullable Exchange next) {
        return new Life(state, extensions, next, killNanos);
    }
}
