package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution environment stands. The table names what leads from state to state; an event that a state does
 * not name leaves it, and is answered where somebody waits (see {@link EnvironmentDecisions}).
 *
 * <pre>
 * Starting     sandbox made and first next     -> Idle, or Busy when an invocation waits for the init
 * Starting     init/error posted               -> Failing
 * Starting     sandbox ended, bad entry point  -> Failed, or Ended when an invocation waited and got the error
 * Starting     init timeout, nobody waits      -> InitExpired (killed)
 * Starting     restore/next                    -> Starting (ten seconds for the hooks after a snapshot)
 * Starting     restore/error                   -> Failing
 * Starting     restore timeout, nobody waits   -> Failing (killed)
 * Starting     deadline of who waits           -> Ending (killed)
 * Starting     sandbox refused                 -> Ended
 * Failing      sandbox ended                   -> Failed, or Ended when somebody waited and got the error
 * InitExpired  sandbox ended                   -> NeedsInit
 * NeedsInit    invoke                          -> Starting (the init runs again, inside the invocation)
 * Failed       invoke                          -> Ended (the caller gets the init's error)
 * Idle         invoke, the runtime waits       -> Busy
 * Idle         invoke, the runtime is away     -> Idle with a queued invocation
 * Idle         next, invocation queued         -> Busy
 * Idle         no work for a moment            -> Frozen (background work stands still)
 * Frozen       invoke                          -> Busy (thawed before the delivery)
 * Frozen       the connection closed           -> Idle (thawed)
 * Busy         response, error, oversized      -> Answered
 * Busy         next                            -> Busy (the invocation is delivered again, unless its response is
 * streaming) Busy         response begins to stream       -> Busy (handed on as it comes, when the caller wants that)
 * Busy         stream cut off                  -> Ending (killed) Busy         deadline                        ->
 * Ending (killed) Answered     next                            -> Closing (its output is read to the end) Answered
 *  deadline                        -> Ending (killed) Closing      output drained                  -> Idle, or Busy
 * when an invocation is queued Idle, Frozen, Busy, Answered, Closing, Ending  sandbox ended -> Ended any
 * destroy                         -> Ending (killed), or Ended when there is no sandbox
 * </pre>
 */
sealed interface EnvironmentState {

    /** There is no moment by which something must have happened. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * The init phase.
     *
     * @param made whether the driver returned the sandbox
     * @param next the runtime's first request, when it came before that
     * @param run the invocation that this init belongs to, when an earlier init took too long
     * @param restoring whether it woke from a snapshot, or is past the point at which there might be one
     */
    record Starting(
            boolean made, @Nullable Exchange next, @Nullable Run run, long deadlineNanos, boolean restoring)
            implements EnvironmentState {}

    /** The runtime reported an init error and has until the deadline to write its last lines and exit. */
    record Failing(InitFailure failure, @Nullable Run run, long deadlineNanos) implements EnvironmentState {}

    /** The init phase took too long; the sandbox is being killed. */
    record InitExpired() implements EnvironmentState {}

    /** No sandbox: the init is to run again inside the next invocation. */
    record NeedsInit() implements EnvironmentState {}

    /** No sandbox: the next invocation gets the init's error. */
    record Failed(InitFailure failure) implements EnvironmentState {}

    /**
     * Nothing to do.
     *
     * @param next the runtime's waiting request; null while it reconnects
     * @param queued an invocation that waits for the runtime to come back, until its deadline
     * @param freezeNanos when it is to be frozen, unless something comes before
     */
    record Idle(@Nullable Exchange next, @Nullable Run queued, long freezeNanos) implements EnvironmentState {

        static Idle since(long nowNanos, @Nullable Exchange next, @Nullable Run queued) {
            return new Idle(next, queued, nowNanos + Limits.IDLE_BEFORE_FREEZE.toNanos());
        }
    }

    /** Nothing to do since a while, and nothing inside runs. */
    record Frozen(Exchange next) implements EnvironmentState {}

    /**
     * An invocation is with the runtime.
     *
     * @param stream the post whose body is handed on while it comes; null until the runtime streams
     */
    record Busy(Run run, @Nullable Exchange stream) implements EnvironmentState {

        Busy(Run run) {
            this(run, null);
        }
    }

    /** The runtime answered and has not asked for more yet. */
    record Answered(Run run, Outcome outcome, @Nullable Run queued) implements EnvironmentState {}

    /** The runtime asked for more, and the output of the last invocation is being read to its end. */
    record Closing(
            Run run,
            Outcome outcome,
            @Nullable Exchange next,
            @Nullable Run queued) implements EnvironmentState {}

    /**
     * The sandbox was killed and has not ended yet.
     *
     * @param run the invocation that it served, or null
     * @param outcome what became of that; null when only the end will tell
     */
    record Ending(@Nullable Run run, @Nullable Outcome outcome) implements EnvironmentState {}

    /** Nothing is left. */
    record Ended() implements EnvironmentState {}

    /**
     * Why an init failed.
     *
     * @param errorType for the log
     * @param message the error in words, empty when {@code payload} says it
     * @param payload what the runtime posted; null when Lambda's own error object stands in
     * @param refusal what whoever wanted the environment is told in the place of an error of the function's; null: the
     *     first invocation gets the error
     */
    record InitFailure(
            String errorType,
            String message,
            java.nio.@Nullable ByteBuffer payload,
            @Nullable Fault refusal) {

        InitFailure(String errorType, String message, java.nio.@Nullable ByteBuffer payload) {
            this(errorType, message, payload, null);
        }
    }

    /** By when this state must have been left, in the clock's nanoseconds, or {@link #NO_DEADLINE}. */
    default long deadline() {
        return switch (this) {
            case Starting s -> s.deadlineNanos();
            case Failing s -> s.deadlineNanos();
            case Idle s when s.queued() != null -> s.queued().deadlineNanos();
            case Idle s -> s.next() == null ? NO_DEADLINE : s.freezeNanos();
            case Busy s -> s.run().deadlineNanos();
            case Answered s -> s.run().deadlineNanos();
            case InitExpired _, NeedsInit _, Failed _, Frozen _, Closing _, Ending _, Ended _ -> NO_DEADLINE;
        };
    }

    /** Whether a caller waits for an answer that this state still may bring. */
    default boolean waits() {
        return switch (this) {
            case Busy _ -> true;
            case Starting s -> s.run() != null;
            case Failing s -> s.run() != null;
            case Answered s -> s.run().invocation().tail();
            case Closing s -> s.run().invocation().tail();
            case InitExpired _, NeedsInit _, Failed _, Idle _, Frozen _, Ending _, Ended _ -> false;
        };
    }

    /** {@code starting}, {@code idle}, {@code busy} or {@code ending}, for reports. */
    default String label() {
        return switch (this) {
            case Starting _, Failing _, InitExpired _ -> "starting";
            case NeedsInit _, Failed _, Idle _, Frozen _ -> "idle";
            case Busy _, Answered _, Closing _ -> "busy";
            case Ending _, Ended _ -> "ending";
        };
    }

    /** The runtime's state in the words of the Runtime API's error messages. */
    default String runtimeLabel() {
        return switch (this) {
            case Starting _, InitExpired _, NeedsInit _ -> "Started";
            case Failing _, Failed _ -> "InitError";
            case Idle _, Frozen _, Closing _ -> "Ready";
            case Busy _ -> "Running";
            case Answered _, Ending _, Ended _ -> "RuntimeResponseSentState";
        };
    }
}
