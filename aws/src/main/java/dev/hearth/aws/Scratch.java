package dev.hearth.aws;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A growing row of bytes that is used again and again by one thread, and a digest beside it. */
final class Scratch {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final MessageDigest sha256 = sha256();
    private byte[] bytes = new byte[4096];
    private int length;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void clear() {
        length = 0;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void put(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        bytes[length++] = (byte) b;
    }

    /** One byte per char: HTTP heads are bytes that were widened to chars. */
    void put(String latin1) {
        put(latin1, 0, latin1.length());
    }

    @SuppressWarnings("deprecation") // the one method of String that takes the low bytes without an encoder
    void put(String latin1, int from, int to) {
        int count = to - from;
        while (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        latin1.getBytes(from, to, bytes, length);
        length += count;
    }

    void putHex(byte[] raw) {
        for (byte b : raw) {
            put(HEX[b >> 4 & 15]);
            put(HEX[b & 15]);
        }
    }

    /** Percent-encodes as SigV4 wants it: every byte but letters, digits, and {@code - . _ ~}. */
    void putEncoded(int b) {
        if (isUnreserved(b)) {
            put(b);
        } else {
            put('%');
            put(Character.toUpperCase(HEX[b >> 4 & 15]));
            put(Character.toUpperCase(HEX[b & 15]));
        }
    }

    static boolean isUnreserved(int b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }

    /** The digest of what was put. */
    byte[] digest() {
        sha256.update(bytes, 0, length);
        return sha256.digest();
    }

    /** The digest of something else. */
    byte[] digest(byte[] other, int offset, int count) {
        sha256.update(other, offset, count);
        return sha256.digest();
    }
}
