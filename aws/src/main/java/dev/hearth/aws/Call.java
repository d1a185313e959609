package dev.hearth.aws;

import dev.hearth.core.AwsScope;

/**
 * What a handler may know of the request around its input.
 *
 * @param requestId the id that the response carries
 * @param accessKeyId who signed it
 * @param scope the account and region it is answered for
 * @param endpoint where its sender found Hearth, for example {@code http://127.0.0.1:4566}
 */
public record Call(String requestId, String accessKeyId, AwsScope scope, String endpoint) {}
