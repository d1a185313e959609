package dev.hearth.neighbours.sqs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The digests that SDKs verify (developer guide, "Calculating the MD5 message digest for message attributes"). */
final class Digests {

    private static final byte TEXT = 1;
    private static final byte BYTES = 2;

    private Digests() {}

    /** MD5 of {@code text} in UTF-8. */
    static String md5(String text) {
        return HexFormat.of().formatHex(digest("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 of {@code text} in UTF-8: what a content-based deduplication id is. */
    static String sha256(String text) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** MD5 of attributes in the order of their names; null when there are none. */
    static @Nullable String md5(Map<String, MessageAttribute> attributes) {
        if (attributes.isEmpty()) {
            return null;
        }
        MessageDigest digest = digest("MD5");
        new TreeMap<>(attributes).forEach((name, attribute) -> {
            add(digest, name.getBytes(StandardCharsets.UTF_8));
            add(digest, attribute.type().getBytes(StandardCharsets.UTF_8));
            byte[] bytes = attribute.bytes();
            String text = attribute.text();
            if (bytes != null) {
                digest.update(BYTES);
                add(digest, bytes);
            } else {
                digest.update(TEXT);
                add(digest, (text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
