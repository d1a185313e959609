package dev.hearth.cluster;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A short-lived right to join: the authority's fingerprint, by which the joining host knows whom it speaks to, the port
 * of the
 * cluster's door, the end of its life, and the authority's seal over all of it.
 */
record JoinToken(byte[] fingerprint, int port, Instant expires, byte[] seal) {

    private static final String PREFIX = "hearth1.";
    private static final int FINGERPRINT_BYTES = 32;
    private static final int SEAL_BYTES = 32;
    private static final int BYTES = FINGERPRINT_BYTES + Integer.BYTES + Long.BYTES + SEAL_BYTES;

    static JoinToken make(byte[] fingerprint, int port, Instant expires, UnaryOperator<byte[]> sealing) {
        Instant whole = Instant.ofEpochMilli(expires.toEpochMilli());
        return new JoinToken(fingerprint, port, whole, sealing.apply(content(fingerprint, port, whole)));
    }

    private static byte[] content(byte[] fingerprint, int port, Instant expires) {
        return ByteBuffer.allocate(FINGERPRINT_BYTES + Integer.BYTES + Long.BYTES)
                .put(fingerprint)
                .putInt(port)
                .putLong(expires.toEpochMilli())
                .array();
    }

    /** Empty when {@code text} is no token. */
    static Optional<JoinToken> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] fingerprint = new byte[FINGERPRINT_BYTES];
        buffer.get(fingerprint);
        int port = buffer.getInt();
        Instant expires = Instant.ofEpochMilli(buffer.getLong());
        return Optional.of(
                new JoinToken(fingerprint, port, expires, Arrays.copyOfRange(bytes, BYTES - SEAL_BYTES, BYTES)));
    }

    String text() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(content(fingerprint, port, expires))
                .put(seal)
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the authority behind {@code sealing} made it and it is not over. */
    boolean holds(Instant now, UnaryOperator<byte[]> sealing) {
        return now.isBefore(expires) && MessageDigest.isEqual(seal, sealing.apply(content(fingerprint, port, expires)));
    }
}
