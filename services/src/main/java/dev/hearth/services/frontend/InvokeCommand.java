package dev.hearth.services.frontend;

import dev.hearth.core.InvocationTimes;
import dev.hearth.services.worker.ResponseSink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A caller's wish to run a function.
 *
 * @param requestId the request's id, a UUID
 * @param function name, partial or full ARN, as the caller wrote it
 * @param qualifier version or alias, or null
 * @param type synchronous, accepted as an event, or only a check
 * @param payload the event; read-only and shared
 * @param clientContext base64 as received, or null
 * @param traceHeader {@code X-Amzn-Trace-Id}, or null
 * @param tail whether the end of the log is wanted
 * @param sink takes the response while it is written, when the function streams it; null when it is wanted whole
 * @param tenantId {@code X-Amz-Tenant-Id}, or null
 * @param times the invocation's clock sheet
 */
public record InvokeCommand(
        String requestId,
        String function,
        @Nullable String qualifier,
        Type type,
        ByteBuffer payload,
        @Nullable String clientContext,
        @Nullable String traceHeader,
        boolean tail,
        @Nullable ResponseSink sink,
        @Nullable String tenantId,
        InvocationTimes times) {

    /** A command whose caller wants the response whole. */
    public InvokeCommand(
            String requestId,
            String function,
            @Nullable String qualifier,
            Type type,
            ByteBuffer payload,
            @Nullable String clientContext,
            @Nullable String traceHeader,
            boolean tail) {
        this(requestId, function, qualifier, type, payload, clientContext, traceHeader, tail, null);
    }

    /** A command that arrives as it is made. */
    public InvokeCommand(
            String requestId,
            String function,
            @Nullable String qualifier,
            Type type,
            ByteBuffer payload,
            @Nullable String clientContext,
            @Nullable String traceHeader,
            boolean tail,
            @Nullable ResponseSink sink) {
        this(
                requestId,
                function,
                qualifier,
                type,
                payload,
                clientContext,
                traceHeader,
                tail,
                sink,
                null,
                new InvocationTimes());
    }

    /** This command with another trace header. */
    public InvokeCommand tracedAs(String header) {
        return new InvokeCommand(
                requestId, function, qualifier, type, payload, clientContext, header, tail, sink, tenantId, times);
    }

    /** Lambda's invocation types. */
    public enum Type {
        REQUEST_RESPONSE,
        EVENT,
        DRY_RUN
    }
}
