package dev.hearth.services.worker;

import java.time.Duration;

/** The credentials that functions get for Hearth's own endpoint: those of a session of their role. */
public interface FunctionCredentials {

    /** How long a session lasts; Lambda's last about as long. Environments end before. */
    Duration LIFETIME = Duration.ofHours(12);

    /**
     * Credentials of a new session. Answers from memory.
     *
     * @param roleArn the function's role, whether or not it exists
     * @param functionName the session's name
     */
    Credentials of(String roleArn, String functionName);

    /**
     * What a function must show to be given credentials by its own Runtime API. Always the same for the same function
     * and role, because all that wake from one snapshot were told it before.
     */
    String guard(String roleArn, String functionArn);

    /**
     * What {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN} say.
     *
     * @param expiresMillis until when, since 1970
     */
    record Credentials(String accessKeyId, String secretAccessKey, String sessionToken, long expiresMillis) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Credentials[" + accessKeyId + "]";
        }
    }
}
