package dev.hearth.services.worker;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One invocation on its way into an environment.
 *
 * @param requestId its id, a UUID
 * @param payload the event, JSON; read-only and shared, never copied
 * @param invokedFunctionArn the ARN as the caller qualified it
 * @param clientContext decoded {@code X-Amz-Client-Context} JSON, or null
 * @param traceHeader {@code X-Amzn-Trace-Id}, or null
 * @param tail whether the caller wants the last 4 KB of the log
 * @param sink takes the response while it is written, when the function streams it; null when the caller wants it whole
 */
public record Invocation(
        String requestId,
        ByteBuffer payload,
        String invokedFunctionArn,
        @Nullable String clientContext,
        @Nullable String traceHeader,
        boolean tail,
        @Nullable ResponseSink sink) {

    /** An invocation whose caller wants the response whole. */
    public Invocation(
            String requestId,
            ByteBuffer payload,
            String invokedFunctionArn,
            @Nullable String clientContext,
            @Nullable String traceHeader,
            boolean tail) {
        this(requestId, payload, invokedFunctionArn, clientContext, traceHeader, tail, null);
    }
}
