package dev.hearth.services.worker;

import java.nio.ByteBuffer;

/**
 * The end of an invocation.
 *
 * @param payload what the caller gets: the function's response, or Lambda's error object as JSON
 * @param functionError {@code Unhandled} when the payload is an error object, else empty
 * @param reusable whether the environment is idle again and may serve another invocation
 * @param logTail the last 4 KB of the invocation's log, empty unless asked for
 */
public record InvocationResult(ByteBuffer payload, String functionError, boolean reusable, byte[] logTail) {}
