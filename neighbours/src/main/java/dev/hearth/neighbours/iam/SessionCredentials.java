package dev.hearth.neighbours.iam;

/**
 * Temporary credentials.
 *
 * @param accessKeyId {@code ASIA…}
 * @param secret the secret access key
 * @param token the session token, which must come along with each request
 * @param expiresMillis until when, since 1970
 */
public record SessionCredentials(String accessKeyId, String secret, String token, long expiresMillis) {

    @Override
    public String toString() {
        return "SessionCredentials[" + accessKeyId + "]";
    }
}
