package dev.hearth.services.worker;

import java.nio.ByteBuffer;

/** The end of an invocation. */
public sealed interface InvocationResult {

    /**
     * The payload was delivered, and this is what came of it.
     *
     * @param payload what the caller gets: the function's response, or Lambda's error object as JSON; empty when the
     *     response went to the invocation's {@link ResponseSink}
     * @param functionError {@code Unhandled} when the payload is an error object, else empty
     * @param reusable whether the environment takes another invocation
     * @param logTail the last 4 KB of the invocation's log, empty unless asked for
     */
    record Answered(ByteBuffer payload, String functionError, boolean reusable, byte[] logTail)
            implements InvocationResult {}

    /** The environment was gone before the payload reached it: nothing ran, and another environment may be tried. */
    record NotDelivered() implements InvocationResult {}

    /** The payload was delivered, and the host was lost before it told what came of it: the function may have run. */
    record Lost() implements InvocationResult {}
}
