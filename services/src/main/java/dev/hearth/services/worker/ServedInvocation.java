package dev.hearth.services.worker;

/**
 * An invocation that a host's endpoint served itself, for the measures of who decides.
 *
 * @param functionArn unqualified ARN
 * @param function name
 * @param version that ran
 * @param failed whether the function answered with an error
 * @param queuedNanos from its arrival until it had an environment
 * @param deliveredNanos from there until the runtime had it
 * @param ranNanos until the runtime answered
 * @param returnedNanos until the caller had the answer
 */
public record ServedInvocation(
        String functionArn,
        String function,
        String version,
        boolean failed,
        long queuedNanos,
        long deliveredNanos,
        long ranNanos,
        long returnedNanos) {}
