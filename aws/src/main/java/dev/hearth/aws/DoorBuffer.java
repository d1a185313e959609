package dev.hearth.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Bytes that came and were not used yet, of one side of a connection. Belongs to one thread. */
final class DoorBuffer {

    private static final int FIRST_BYTES = 4 << 10;
    private static final int COPY_BYTES = 64 << 10;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int from;
    private int to;

    byte[] array() {
        return bytes;
    }

    int from() {
        return from;
    }

    int available() {
        return to - from;
    }

    /** All of it, which is then used. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, from, to);
        from = to;
        return rest;
    }

    void use(int count) {
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
            if (bytes.length > COPY_BYTES) {
                bytes = new byte[FIRST_BYTES];
            }
        }
    }

    /** Reads what comes; false at the end. */
    boolean more(InputStream in, int atLeastRoom) throws IOException {
        if (bytes.length - to < atLeastRoom) {
            int size = to - from;
            byte[] next = size + atLeastRoom > bytes.length
                    ? new byte[Math.max(2 * bytes.length, size + atLeastRoom)]
                    : bytes;
            System.arraycopy(bytes, from, next, 0, size);
            bytes = next;
            from = 0;
            to = size;
        }
        int count = in.read(bytes, to, bytes.length - to);
        to += Math.max(0, count);
        return count > 0;
    }

    /** The length of the head that is next, reading what is missing; 0 at the end, -1 when it is too long. */
    int head(InputStream in) throws IOException {
        int end = HttpHead.end(bytes, from, to);
        while (end < 0) {
            if (available() > Limits.REQUEST_LINE_BYTES + Limits.HEADER_BYTES) {
                return -1;
            }
            if (!more(in, FIRST_BYTES)) {
                return 0;
            }
            end = HttpHead.end(bytes, from, to);
        }
        return end - from;
    }

    /** Reads until {@code count} bytes are here; false when the end comes before, or it is too late meanwhile. */
    boolean fill(InputStream in, int count, BooleanSupplier late) throws IOException {
        while (available() < count) {
            if (late.getAsBoolean() || !more(in, Math.min(COPY_BYTES, count - available()))) {
                return false;
            }
        }
        return true;
    }

    /** Moves {@code count} bytes on, those that are here first; false when the end comes before. */
    boolean copy(InputStream in, OutputStream out, int count) throws IOException {
        int left = count;
        while (left > 0) {
            if (available() == 0 && !more(in, Math.min(COPY_BYTES, left))) {
                return false;
            }
            int some = Math.min(left, available());
            out.write(bytes, from, some);
            use(some);
            left -= some;
        }
        return true;
    }
}
