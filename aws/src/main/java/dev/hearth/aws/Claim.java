package dev.hearth.aws;

import org.jspecify.annotations.Nullable;

/**
 * What a request says of its own signature, not yet believed.
 *
 * @param accessKeyId who claims to have signed
 * @param scope the credential behind the key's id: {@code date/region/service/aws4_request}
 * @param date first part of the scope
 * @param region second part
 * @param service third part
 * @param signedHeaders lower-case names, separated by semicolons
 * @param signature 64 hexadecimal digits, if it is honest
 * @param timestamp {@code yyyyMMdd'T'HHmmss'Z'}, as it is signed
 * @param epochSecond the same
 * @param expiresSeconds how long a presigned request is valid; negative for a header signature
 * @param token {@code X-Amz-Security-Token}, or null
 */
record Claim(
        String accessKeyId,
        String scope,
        String date,
        String region,
        String service,
        String signedHeaders,
        String signature,
        String timestamp,
        long epochSecond,
        long expiresSeconds,
        @Nullable String token) {

    /** Whether the signature is in the query string. */
    boolean presigned() {
        return expiresSeconds >= 0;
    }
}
