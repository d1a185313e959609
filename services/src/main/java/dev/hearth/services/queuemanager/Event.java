package dev.hearth.services.queuemanager;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous invocation, as its caller handed it in.
 *
 * @param requestId kept over all its tries
 * @param function the function's name
 * @param qualifier version or alias, or empty
 * @param payload read-only and shared
 * @param accepted when it was handed in
 * @param clientContext base64 as received, or null
 * @param traceHeader {@code X-Amzn-Trace-Id}, or null
 * @param tenantId {@code X-Amz-Tenant-Id}, or null
 */
public record Event(
        String requestId,
        String function,
        String qualifier,
        ByteBuffer payload,
        Instant accepted,
        @Nullable String clientContext,
        @Nullable String traceHeader,
        @Nullable String tenantId) {

    /** A reader's own view of the payload. */
    public ByteBuffer payloadView() {
        return payload.asReadOnlyBuffer();
    }
}
