package dev.hearth.services.worker;

import dev.hearth.core.InvocationTimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One invocation on its way into an environment.
 *
 * @param requestId its id, a UUID
 * @param payload the event, JSON; read-only and shared, never copied. None at all reaches the function as {@code {}},
 *     as in Lambda
 * @param invokedFunctionArn the ARN as the caller qualified it
 * @param clientContext decoded {@code X-Amz-Client-Context} JSON, or null
 * @param traceHeader {@code X-Amzn-Trace-Id}, or null
 * @param tail whether the caller wants the last 4 KB of the log
 * @param sink takes the response while it is written, when the function streams it; null when the caller wants it whole
 * @param tenantId the tenant it is for, or null
 * @param times where the worker writes when the runtime got it and answered
 */
public record Invocation(
        String requestId,
        ByteBuffer payload,
        String invokedFunctionArn,
        @Nullable String clientContext,
        @Nullable String traceHeader,
        boolean tail,
        @Nullable ResponseSink sink,
        @Nullable String tenantId,
        InvocationTimes times) {

    private static final ByteBuffer NO_PAYLOAD =
            ByteBuffer.wrap("{}".getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();

    public Invocation {
        payload = payload.hasRemaining() ? payload : NO_PAYLOAD;
    }

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

    /** An invocation with a clock sheet of its own. */
    public Invocation(
            String requestId,
            ByteBuffer payload,
            String invokedFunctionArn,
            @Nullable String clientContext,
            @Nullable String traceHeader,
            boolean tail,
            @Nullable ResponseSink sink) {
        this(
                requestId,
                payload,
                invokedFunctionArn,
                clientContext,
                traceHeader,
                tail,
                sink,
                null,
                new InvocationTimes());
    }
}
