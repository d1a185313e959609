package dev.hearth.neighbours.dynamodb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Keys as bytes that sort like their values. */
final class KeyBytes {

    /** Bytes of the hash that stand before a partition key. */
    static final int PREFIX = 4;

    static final byte[] NONE = {};

    /** What AWS's partitioning is seen to hash before a key. */
    private static final byte[] SALT = "Outliers".getBytes(StandardCharsets.US_ASCII);

    /** Only ever copied: to look an algorithm up costs more than to hash a key. */
    private static final MessageDigest SALTED = salted();

    private static final int NEGATIVE = 1;
    private static final int ZERO = 2;
    private static final int POSITIVE = 3;
    private static final int EXPONENT_SHIFT = 200;
    private static final int FLIP = 0xFF;

    private KeyBytes() {}

    /** A sort key, or a partition key without its hash. */
    static byte[] of(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(String text) -> text.getBytes(StandardCharsets.UTF_8);
            case AttributeValue.B(byte[] bytes) -> bytes;
            case AttributeValue.N(String number) -> number(number);
            case AttributeValue other -> throw new IllegalArgumentException("no key: " + other.type());
        };
    }

    static byte[] hashed(AttributeValue value) {
        byte[] key = of(value);
        byte[] all = new byte[PREFIX + key.length];
        System.arraycopy(digest(key), 0, all, 0, PREFIX);
        System.arraycopy(key, 0, all, PREFIX, key.length);
        return all;
    }

    private static byte[] digest(byte[] key) {
        try {
            return ((MessageDigest) SALTED.clone()).digest(key);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MessageDigest salted() {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(SALT);
            return md5;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Sign, exponent, then two digits in a byte; of negative numbers all turned around. */
    private static byte[] number(String canonical) {
        BigDecimal number = new BigDecimal(canonical);
        if (number.signum() == 0) {
            return new byte[] {ZERO};
        }
        BigDecimal stripped = number.abs().stripTrailingZeros();
        String digits = stripped.unscaledValue().toString();
        int exponent = digits.length() - stripped.scale() + EXPONENT_SHIFT;
        boolean negative = number.signum() < 0;
        int flip = negative ? FLIP : 0;
        ByteSink sink = new ByteSink();
        sink.put(negative ? NEGATIVE : POSITIVE);
        sink.put((exponent >> 8) ^ flip);
        sink.put(exponent ^ flip);
        for (int i = 0; i < digits.length(); i += 2) {
            int high = digits.charAt(i) - '0';
            int low = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
            sink.put((high * 10 + low + 1) ^ flip);
        }
        if (negative) {
            // The longer of two that begin alike is the lesser.
            sink.put(FLIP);
        }
        return sink.toBytes();
    }

    /** The first bytes behind all that begin with {@code prefix}; null when there are none. */
    static byte @org.jspecify.annotations.Nullable [] behind(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) FLIP) {
            last--;
        }
        if (last < 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return next;
    }

    /** Where segment {@code number} of {@code total} begins, as the first bytes of hashes. */
    static byte[] segment(long number, long total) {
        long start = ((number << 32) + total - 1) / total;
        return new byte[] {(byte) (start >> 24), (byte) (start >> 16), (byte) (start >> 8), (byte) start};
    }
}
