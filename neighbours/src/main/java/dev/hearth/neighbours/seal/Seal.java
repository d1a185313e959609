package dev.hearth.neighbours.seal;

import dev.hearth.core.Randomness;
import java.util.function.Supplier;

/** Seals secrets with one key (AES-256 in Galois/Counter Mode) and opens them again. */
public interface Seal {

    /** The length of a key, in bytes. */
    int KEY_BYTES = 32;

    /** Seals by the key that {@code key} gives, which is asked at the first use. */
    static Seal create(Supplier<byte[]> key, Randomness randomness) {
        return new KeySeal(key, randomness);
    }

    /**
     * @param place what the secret belongs to; the same must be said to open it
     * @return text without white space
     */
    String seal(String secret, String place);

    /**
     * The secret in {@code sealed}.
     *
     * @throws dev.hearth.core.FaultException INTERNAL when another key sealed it, or for another place
     */
    String open(String sealed, String place);
}
