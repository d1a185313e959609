package dev.hearth.neighbours.iam;

/**
 * A key that is good for signing, and whose it is.
 *
 * @param secret the secret access key
 * @param caller who signs with it
 * @param expiresMillis until when, since 1970; {@link Long#MAX_VALUE} for a key that lasts
 */
public record Signer(String secret, Caller caller, long expiresMillis) {

    @Override
    public String toString() {
        return "Signer[" + caller.arn() + "]";
    }
}
