package dev.hearth.neighbours.iam;

/**
 * A key that is good for signing, and whose it is.
 *
 * @param secret the secret access key
 * @param caller who signs with it
 * @param expiresMillis until when, since 1970; {@link Long#MAX_VALUE} for a key that lasts
 * @param principal the unique id of the user or role without which it is nobody's; empty for none
 */
public record Signer(String secret, Caller caller, long expiresMillis, String principal) {

    /** One that depends on nothing. */
    public Signer(String secret, Caller caller, long expiresMillis) {
        this(secret, caller, expiresMillis, "");
    }

    @Override
    public String toString() {
        return "Signer[" + caller.arn() + "]";
    }
}
