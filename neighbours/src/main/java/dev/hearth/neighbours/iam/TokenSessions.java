package dev.hearth.neighbours.iam;

import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * {@link Sessions} whose tokens are a line for each fact and a proof over them.
 *
 * <p>The facts are no secret: the token only has to be unforgeable.
 */
final class TokenSessions implements Sessions {

    /** Tokens whose proof was found good; so many are remembered at most. */
    static final int MAX_KNOWN = 1_024;

    /** A longer token is none of ours, in characters. */
    static final int MAX_TOKEN_CHARS = 4_096;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String PREFIX = "ASIA";
    private static final int ID_CHARS = 16;
    private static final int PROOF_BYTES = 32;
    private static final int SECRET_BYTES = 30;
    private static final String VERSION = "2";
    private static final int FACTS = 9;

    private final SecretKeySpec key;
    private final Time time;
    private final Randomness randomness;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(String accessKeyId, Signer signer) {}

    TokenSessions(byte[] key, Time time, Randomness randomness) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.time = time;
        this.randomness = randomness;
    }

    @Override
    public SessionCredentials issue(Caller caller, String principal, long seconds) {
        String id = newId(PREFIX, randomness);
        long expires = time.millis() + TimeUnit.SECONDS.toMillis(seconds);
        String facts = String.join(
                "\n",
                VERSION,
                id,
                Long.toString(expires),
                caller.kind().name(),
                caller.arn(),
                caller.userId(),
                caller.account(),
                caller.roleArn(),
                principal);
        byte[] said = facts.getBytes(StandardCharsets.UTF_8);
        byte[] proof = mac("token\n" + facts);
        byte[] token = Arrays.copyOf(proof, PROOF_BYTES + said.length);
        System.arraycopy(said, 0, token, PROOF_BYTES, said.length);
        return new SessionCredentials(id, secret(id), Base64.getEncoder().encodeToString(token), expires);
    }

    /** A new id of a key or of something else of IAM's. */
    static String newId(String prefix, Randomness randomness) {
        StringBuilder id = new StringBuilder(prefix);
        for (byte each : randomness.bytes(ID_CHARS)) {
            id.append(ALPHABET.charAt(each & 31));
        }
        return id.toString();
    }

    /** An id that follows from a text. */
    static String idOf(String prefix, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            StringBuilder id = new StringBuilder(prefix);
            for (int i = 0; i < ID_CHARS; i++) {
                id.append(ALPHABET.charAt(digest[i] & 31));
            }
            return id.toString();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public @Nullable Signer find(String accessKeyId, String token) {
        Known seen = known.get(token);
        if (seen == null) {
            seen = token.length() > MAX_TOKEN_CHARS ? null : read(token);
            if (seen == null) {
                return null;
            }
            if (known.size() >= MAX_KNOWN) {
                known.clear();
            }
            known.put(token, seen);
        }
        return seen.accessKeyId.equals(accessKeyId) ? seen.signer : null;
    }

    private @Nullable Known read(String token) {
        byte[] all;
        try {
            all = Base64.getDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        if (all.length <= PROOF_BYTES) {
            return null;
        }
        String facts = new String(all, PROOF_BYTES, all.length - PROOF_BYTES, StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(mac("token\n" + facts), Arrays.copyOf(all, PROOF_BYTES))) {
            return null;
        }
        String[] each = facts.split("\n", -1);
        if (each.length != FACTS || !each[0].equals(VERSION)) {
            return null;
        }
        Caller caller = new Caller(Caller.Kind.valueOf(each[3]), each[4], each[5], each[6], each[7]);
        return new Known(each[1], new Signer(secret(each[1]), caller, Long.parseLong(each[2]), each[8]));
    }

    private String secret(String accessKeyId) {
        return Base64.getEncoder().encodeToString(Arrays.copyOf(mac("secret\n" + accessKeyId), SECRET_BYTES));
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
