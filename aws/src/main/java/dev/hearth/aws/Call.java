package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a handler may know of the request around its input.
 *
 * @param requestId the id that the response carries
 * @param accessKeyId who signed it
 * @param scope the account and region it is answered for
 * @param endpoint where its sender found Hearth, for example {@code http://127.0.0.1:4566}
 * @param gone completes, on an event loop, when the sender goes away before its answer
 */
public record Call(String requestId, String accessKeyId, AwsScope scope, String endpoint, CompletionStage<Void> gone) {

    /** A call whose sender stays. */
    public Call(String requestId, String accessKeyId, AwsScope scope, String endpoint) {
        this(requestId, accessKeyId, scope, endpoint, new CompletableFuture<>());
    }
}
