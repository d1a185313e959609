package dev.hearth.neighbours.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow as they are written. */
final class ByteSink {

    private static final int FIRST = 256;
    private static final int SEVEN_BITS = 0x7F;

    private byte[] bytes = new byte[FIRST];
    private int length;

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    void put(int single) {
        room(1);
        bytes[length++] = (byte) single;
    }

    void put(byte[] all) {
        room(all.length);
        System.arraycopy(all, 0, bytes, length, all.length);
        length += all.length;
    }

    /** A number that is not negative, in as many bytes as it needs. */
    void putCount(long count) {
        long rest = count;
        while (rest > SEVEN_BITS) {
            put((int) (rest & SEVEN_BITS | SEVEN_BITS + 1));
            rest >>>= 7;
        }
        put((int) rest);
    }

    void putSized(byte[] all) {
        putCount(all.length);
        put(all);
    }

    void putText(String text) {
        int chars = text.length();
        room(chars + 5);
        int start = length;
        putCount(chars);
        room(chars);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c > SEVEN_BITS) {
                length = start;
                putSized(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
