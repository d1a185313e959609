package dev.hearth.neighbours.iam;

import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials that need no store: the token says who it is for and until when, under a seal of this Hearth's,
 * and the secret follows from the key's id. So they outlive a restart, and every host of a cluster can make them.
 */
public interface Sessions {

    /** @param key a secret of this Hearth's, which gives and proves credentials */
    static Sessions create(byte[] key, Time time, Randomness randomness) {
        return new TokenSessions(key, time, randomness);
    }

    /**
     * Credentials of {@code caller} for some seconds.
     *
     * @param principal the unique id of the user or role whose end is theirs too; empty for none
     */
    SessionCredentials issue(Caller caller, String principal, long seconds);

    /**
     * Whose these credentials are, expired or not, and whether or not their principal still is; null when they were
     * never made here. Never blocks.
     */
    @Nullable
    Signer find(String accessKeyId, String token);
}
