package dev.hearth.services.worker;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The body of one post, gathered piece by piece up to the limit; what is over it is counted and dropped. Pieces come
 * as the decoder hands them on, so that a stream can take this class's place.
 */
final class BodyBuffer {

    private static final byte[] NONE = {};

    private final RuntimeApiServer room;
    private byte[] bytes = NONE;
    private int length;
    private long size;
    private boolean over;

    BodyBuffer(RuntimeApiServer room) {
        this.room = room;
    }

    void add(ByteBuf piece) {
        int count = piece.readableBytes();
        size += count;
        if (count == 0 || over) {
            return;
        }
        if (size > Limits.PAYLOAD_BYTES || !grow(length + count)) {
            drop();
            return;
        }
        piece.readBytes(bytes, length, count);
        length += count;
    }

    /** The first piece is usually the whole body, and then no byte is copied twice. */
    private boolean grow(int needed) {
        if (needed <= bytes.length) {
            return true;
        }
        int capacity = bytes.length == 0 ? needed : Math.min(Math.max(needed, bytes.length * 2), Limits.PAYLOAD_BYTES);
        if (!room.reserve(capacity - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    private void drop() {
        room.release(bytes.length);
        bytes = NONE;
        length = 0;
        over = true;
    }

    boolean over() {
        return over;
    }

    /** Bytes that came, those that were dropped included. */
    long size() {
        return size;
    }

    /** What was gathered; this buffer is empty then and its room is free. */
    ByteBuffer take() {
        ByteBuffer taken = ByteBuffer.wrap(bytes, 0, length);
        clear();
        return taken;
    }

    void clear() {
        room.release(bytes.length);
        bytes = NONE;
        length = 0;
        size = 0;
        over = false;
    }
}
