package dev.hearth.neighbours.iam;

import dev.hearth.neighbours.seal.Seal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every key that may sign: the account's own, those of IAM's users, and sessions. Answers from memory. */
public interface KeyRing {

    /**
     * A ring with what there is.
     *
     * @param fixed keys that no API can change, by their ids
     * @param store whose access keys, users and roles are read now
     * @param account of the users
     */
    static KeyRing create(Map<String, Signer> fixed, IamStore store, Seal seal, Sessions sessions, String account) {
        return new HeldKeys(fixed, store, seal, sessions, account);
    }

    /**
     * Who signs with a key; null when nobody may. A session ends with the user or the role that it is of; a function's
     * does not, because its role need not exist.
     *
     * @param token the session token that came along, or null
     */
    @Nullable
    Signer find(String accessKeyId, @Nullable String token);

    /** The account that a key belongs to, whatever its status; null for a key that was never made here. */
    @Nullable
    String accountOf(String accessKeyId);

    /** Seals the secret of a new key, as it is kept. */
    String sealed(String accessKeyId, String secret);

    /** Learns of a key, a user or a role as it is now; what else there is in IAM is nothing to it. */
    void learn(IamEntity entity);

    void forget(IamEntity entity);
}
