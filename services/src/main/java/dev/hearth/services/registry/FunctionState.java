package dev.hearth.services.registry;

/**
 * Whether a function can be invoked, as Lambda's {@code State} tells it.
 *
 * <pre>
 * from     on                              to
 * -        CreateFunction committed        Pending
 * Pending  its code is ready on this host  Active
 * Pending  its code cannot be unpacked     Failed
 * Failed   UpdateFunctionCode succeeded    Active
 * </pre>
 */
public sealed interface FunctionState {

    /** Not yet: its code is being made ready. */
    record Pending() implements FunctionState {}

    /** Invocable; {@code reason} is a note for people, mostly empty. */
    record Active(String reason) implements FunctionState {}

    /** Not invocable until updated; {@code code} is one of Lambda's {@code StateReasonCode}. */
    record Failed(String reason, String code) implements FunctionState {}
}
