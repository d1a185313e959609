package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.iam.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a handler may know of the request around its input.
 *
 * @param requestId the id that the response carries
 * @param accessKeyId who signed it
 * @param caller who that is
 * @param scope the account and region it is answered for
 * @param endpoint where its sender found Hearth, for example {@code http://127.0.0.1:4566}
 * @param traceHeader {@code X-Amzn-Trace-Id}, or null
 * @param gone completes, on an event loop, when the sender goes away before its answer
 */
public record Call(
        String requestId,
        String accessKeyId,
        Caller caller,
        AwsScope scope,
        String endpoint,
        @Nullable String traceHeader,
        CompletionStage<Void> gone) {

    /** A longer trace header is passed to nobody, characters. */
    private static final int TRACE_CHARS = 1_024;

    public Call {
        traceHeader = traceHeader != null && traceHeader.length() > TRACE_CHARS ? null : traceHeader;
    }

    /** A call of the account itself, whose sender stays. */
    public Call(String requestId, String accessKeyId, AwsScope scope, String endpoint) {
        this(requestId, accessKeyId, Caller.root(scope.account()), scope, endpoint, null, new CompletableFuture<>());
    }
}
