package dev.hearth.neighbours.seal;

import dev.hearth.core.Fault;
import dev.hearth.core.Randomness;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** {@link Seal} by the JDK's cipher. */
final class KeySeal implements Seal {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<byte[]> source;
    private final Randomness randomness;
    private volatile @Nullable SecretKeySpec key;

    KeySeal(Supplier<byte[]> source, Randomness randomness) {
        this.source = source;
        this.randomness = randomness;
    }

    @Override
    public String seal(String secret, String place) {
        byte[] nonce = randomness.bytes(NONCE_BYTES);
        try {
            byte[] hidden = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, nonce.length + hidden.length);
            System.arraycopy(hidden, 0, all, nonce.length, hidden.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String open(String sealed, String place) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] secret = cipher(Cipher.DECRYPT_MODE, nonce, place)
                    .doFinal(all, NONCE_BYTES, Math.max(0, all.length - NONCE_BYTES));
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException another) {
            throw new Fault(
                            Fault.Kind.INTERNAL,
                            "A kept secret does not open: it was sealed with another secrets.key than this data"
                                    + " folder's.")
                    .asException();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        SecretKeySpec known = key;
        if (known == null) {
            known = new SecretKeySpec(source.get(), "AES");
            key = known;
        }
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, known, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
