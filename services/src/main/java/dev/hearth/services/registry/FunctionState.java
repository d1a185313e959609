package dev.hearth.services.registry;

/**
 * Whether a function can be invoked, as Lambda's {@code State} tells it.
 *
 * <pre>
 * from     on                              to
 * -        CreateFunction committed        Pending
 * Pending  its code is ready on this host  Active; of a version with SnapStart once its snapshot was taken
 * Pending  its init for a snapshot failed  Failed
 * Pending  its code cannot be unpacked     Failed
 * Failed   UpdateFunctionCode succeeded    Active
 * </pre>
 */
public sealed interface FunctionState {

    /** Not yet: its code is being made ready. */
    record Pending() implements FunctionState {}

    /**
     * Invocable.
     *
     * @param reason a note for people, mostly empty
     * @param snapshot whether a snapshot of it was taken: Lambda's {@code OptimizationStatus}
     */
    record Active(String reason, boolean snapshot) implements FunctionState {

        public Active(String reason) {
            this(reason, false);
        }
    }

    /** Not invocable until updated; {@code code} is one of Lambda's {@code StateReasonCode}. */
    record Failed(String reason, String code) implements FunctionState {}
}
