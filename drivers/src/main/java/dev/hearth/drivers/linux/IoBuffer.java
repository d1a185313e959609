package dev.hearth.drivers.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Native memory for one call at a time: 64 KiB and the place of the error number; taken from a small pool. */
public final class IoBuffer {

    /** Bytes; also what one read of a sandbox's output takes at most. */
    public static final int SIZE = 64 * 1024;
    /** Buffers kept for reuse; more are made when more threads read at the same time, and dropped afterwards. */
    private static final int KEPT = 16;

    private static final ArrayBlockingQueue<IoBuffer> POOL = new ArrayBlockingQueue<>(KEPT);

    private final MemorySegment bytes;
    private final MemorySegment state;
    private final ByteBuffer view;

    private IoBuffer() {
        Arena arena = Arena.ofAuto();
        bytes = arena.allocate(SIZE);
        state = arena.allocate(Linux.ERRNO_LAYOUT);
        view = bytes.asByteBuffer();
    }

    public static IoBuffer take() {
        IoBuffer pooled = POOL.poll();
        return pooled == null ? new IoBuffer() : pooled;
    }

    /** Gives the buffer back; the caller does not touch it again. */
    public void giveBack() {
        POOL.offer(this);
    }

    public MemorySegment bytes() {
        return bytes;
    }

    public MemorySegment state() {
        return state;
    }

    /** The first {@code count} bytes, as a view that is valid until the buffer is used again. */
    public ByteBuffer first(int count) {
        return view.clear().limit(count);
    }
}
