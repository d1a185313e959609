package dev.hearth.aws;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers outside the heap for large bodies between an event loop and a task, used again and again: a body of chunks
 * that each are an array of their own would fill the young generation some twenty times a second.
 */
final class Slabs {

    /** One; as much as is worth a system call, and small enough to be in the processor's cache when it is digested. */
    static final int BYTES = 256 * 1024;

    /** That are in use at a time; who gets none keeps copies of his chunks. */
    static final int MOST = 64;

    /** That are kept for the next body. */
    static final int KEPT = 16;

    private final Deque<ByteBuffer> kept = new ArrayDeque<>();
    private int lent;

    /** An empty one; null when too many are in use. */
    synchronized @Nullable ByteBuffer take() {
        if (lent == MOST) {
            return null;
        }
        lent++;
        ByteBuffer slab = kept.poll();
        return slab == null ? ByteBuffer.allocateDirect(BYTES) : slab.clear();
    }

    /** Takes one back; its borrower must not look at it again. */
    synchronized void give(ByteBuffer slab) {
        lent--;
        if (kept.size() < KEPT) {
            kept.push(slab);
        }
    }

    /** How many are in use. */
    synchronized int lent() {
        return lent;
    }
}
