package dev.hearth.core;

/**
 * The clock sheet of one invocation: when it passed each room's door, in the clock's nanoseconds.
 *
 * <p>It travels with the invocation and each room writes its own marks. It is written by one thread at a time, each of
 * which got the invocation from the one before; a mark that was never made takes no time, so that the phases always add
 * up to the whole.
 */
public final class InvocationTimes {

    /** What an invocation can spend time in, in the order of its way. */
    public enum Phase {
        /** From its arrival to the frontend; for an event, its time in the queue. */
        QUEUED("queued"),
        /** Resolving the function's version and asking counting for a unit of concurrency. */
        COUNTED("counted"),
        /** Waiting for an environment and handing over to it, without the next three. */
        ASSIGNED("assigned"),
        /** Until a worker host began to start an environment for it. */
        PLACED("placed"),
        /** Until the sandbox of that environment ran. */
        SANDBOX_START("sandbox_start"),
        /** Until the runtime in it asked for its first invocation. */
        INIT("init"),
        /** From the hand-over to the runtime to its answer. */
        RUN("run"),
        /** From there until the caller had the answer. */
        RETURNED("returned");

        private final String label;

        Phase(String label) {
            this.label = label;
        }

        /** Its name in metrics, headers and traces. */
        public String label() {
            return label;
        }
    }

    private static final long NEVER = Long.MIN_VALUE;

    private long received = NEVER;
    private long entered = NEVER;
    private long counted = NEVER;
    private long startBegun = NEVER;
    private long sandboxMade = NEVER;
    private long runtimeReady = NEVER;
    private long delivered = NEVER;
    private long answered = NEVER;

    /** The invocation arrived at this host. */
    public InvocationTimes received(long nanos) {
        received = nanos;
        return this;
    }

    /** The frontend has it. */
    public void entered(long nanos) {
        entered = nanos;
    }

    /** Its version is known and it has its unit of concurrency. */
    public void counted(long nanos) {
        counted = nanos;
    }

    /** It is the first of a new environment, which began to start, had its sandbox and was ready at these moments. */
    public void environment(long begunNanos, long madeNanos, long readyNanos) {
        startBegun = begunNanos;
        sandboxMade = madeNanos;
        runtimeReady = readyNanos;
    }

    /** The runtime has it; the first time counts. */
    public void delivered(long nanos) {
        if (delivered == NEVER) {
            delivered = nanos;
        }
    }

    /** The runtime answered, or Lambda in its place. */
    public void answered(long nanos) {
        answered = nanos;
    }

    /** Whether it waited for a new environment to start. */
    public boolean cold() {
        return startBegun != NEVER && runtimeReady - handedIn() > 0;
    }

    /** When it began. */
    public long beginNanos() {
        return received != NEVER ? received : entered;
    }

    /** When {@code phase} of an invocation that is over at {@code endNanos} began. */
    public long beginNanos(Phase phase, long endNanos) {
        return switch (phase) {
            case QUEUED -> beginNanos();
            case COUNTED -> entered;
            case ASSIGNED -> cold() ? within(runtimeReady, endNanos) : handedIn(endNanos);
            case PLACED -> handedIn(endNanos);
            case SANDBOX_START -> cold() ? within(startBegun, endNanos) : handedIn(endNanos);
            case INIT -> cold() ? within(sandboxMade, endNanos) : handedIn(endNanos);
            case RUN -> delivery(endNanos);
            case RETURNED -> answered == NEVER ? endNanos : answered;
        };
    }

    /**
     * How long {@code phase} took of an invocation that is over at {@code endNanos}; 0 for what it did not go
     * through.
     */
    public long nanos(Phase phase, long endNanos) {
        return finish(phase, endNanos) - beginNanos(phase, endNanos);
    }

    private long finish(Phase phase, long endNanos) {
        return switch (phase) {
            case QUEUED -> entered;
            case COUNTED -> handedIn(endNanos);
            case ASSIGNED -> delivery(endNanos);
            case PLACED -> beginNanos(Phase.SANDBOX_START, endNanos);
            case SANDBOX_START -> beginNanos(Phase.INIT, endNanos);
            case INIT -> cold() ? within(runtimeReady, endNanos) : handedIn(endNanos);
            case RUN -> answered == NEVER ? endNanos : answered;
            case RETURNED -> endNanos;
        };
    }

    private long handedIn() {
        return counted == NEVER ? entered : counted;
    }

    private long handedIn(long endNanos) {
        return counted == NEVER ? endNanos : counted;
    }

    private long delivery(long endNanos) {
        return delivered != NEVER ? delivered : answered != NEVER ? answered : endNanos;
    }

    /** A moment of the environment's start, as far as this invocation waited for it. */
    private long within(long nanos, long endNanos) {
        long from = handedIn(endNanos);
        long to = delivery(endNanos);
        return nanos - from < 0 ? from : nanos - to > 0 ? to : nanos;
    }
}
