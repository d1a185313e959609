package dev.hearth.services.worker;

/** The credentials that functions get for Hearth's own endpoint. */
@FunctionalInterface
public interface FunctionCredentials {

    /** Credentials for the function {@code functionArn}. Answers from memory. */
    Credentials of(String functionArn);

    /**
     * What {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN} say.
     *
     * @param sessionToken empty for none: the variable is then left out
     */
    record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {}
}
