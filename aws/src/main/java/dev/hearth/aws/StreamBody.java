package dev.hearth.aws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A body between the event loop that receives it and the task that reads it. The sender is held up while more than
 * {@link #FULL_BYTES} wait. A large one waits in {@link Slabs}, and its task wakes up when one is full.
 */
final class StreamBody {

    /** What may wait for the task before the sender is held up; bytes. */
    static final int FULL_BYTES = 1 << 20;

    /** What may still wait when the sender goes on; bytes. */
    static final int ROOM_BYTES = 512 * 1024;

    /** From this announced length on a body is large. */
    static final int LARGE_BYTES = 2 * Limits.CHUNK_BYTES;

    /** Where the bytes come from. */
    interface Sender {

        /** Sends no more for now; on the loop. */
        void hold();

        /** Sends on; on any thread. */
        void goOn();
    }

    /** Bytes that wait; a slab must be given back. */
    private record Waiting(ByteBuffer bytes, boolean isSlab) {}

    private final Sender sender;
    private final @Nullable Slabs slabs;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Object lock = new Object();
    private @Nullable ByteBuffer filling; // the loop's
    private int bytes;
    private boolean held;
    private boolean over;
    private boolean unread; // nobody reads any more
    private @Nullable String broken;
    private @Nullable ByteBuffer read; // the slab that the task looks at

    /** @param slabs for a large body; null for a small one */
    StreamBody(Sender sender, @Nullable Slabs slabs) {
        this.sender = sender;
        this.slabs = slabs;
    }

    /** Takes all of {@code chunk}, which of a large body is the caller's again afterwards. On the loop. */
    void add(ByteBuffer chunk) {
        synchronized (lock) {
            if (unread) {
                return;
            }
            bytes += chunk.remaining();
            if (slabs == null) {
                put(new Waiting(chunk, false));
            } else {
                fill(slabs, chunk);
            }
            if (bytes > FULL_BYTES && !held) {
                held = true;
                sender.hold();
            }
        }
    }

    private void fill(Slabs from, ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            ByteBuffer slab = filling == null ? from.take() : filling;
            if (slab == null) {
                put(new Waiting(
                        ByteBuffer.allocate(chunk.remaining()).put(chunk).flip(), false));
                return;
            }
            int count = Math.min(slab.remaining(), chunk.remaining());
            slab.put(slab.position(), chunk, chunk.position(), count);
            slab.position(slab.position() + count);
            chunk.position(chunk.position() + count);
            filling = slab;
            if (!slab.hasRemaining()) {
                flush();
            }
        }
    }

    private void flush() {
        ByteBuffer slab = filling;
        filling = null;
        if (slab != null) {
            put(new Waiting(slab.flip(), true));
        }
    }

    private void put(Waiting next) {
        waiting.add(next);
        lock.notifyAll();
    }

    /** On the loop. */
    void end() {
        synchronized (lock) {
            flush();
            over = true;
            lock.notifyAll();
        }
    }

    /** The sender went away, or took too long. */
    void breakOff(String reason) {
        synchronized (lock) {
            if (!over) {
                broken = reason;
                lock.notifyAll();
            }
        }
    }

    /** Nobody reads any more: what waits and what still comes is dropped. */
    void drop() {
        synchronized (lock) {
            unread = true;
            giveBack();
            flush();
            for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
                if (each.isSlab && slabs != null) {
                    slabs.give(each.bytes);
                }
            }
        }
    }

    private void giveBack() {
        ByteBuffer slab = read;
        read = null;
        if (slab != null && slabs != null) {
            slabs.give(slab);
        }
    }

    /** The next bytes, the reader's until he asks again; null at the end. On a task. */
    @Nullable
    ByteBuffer read() throws IOException {
        Waiting next;
        boolean goOn = false;
        synchronized (lock) {
            giveBack();
            while (waiting.isEmpty() && !over && broken == null) {
                await();
            }
            if (broken != null) {
                throw new IOException(broken);
            }
            next = waiting.poll();
            if (next != null) {
                bytes -= next.bytes.remaining();
                read = next.isSlab ? next.bytes : null;
            }
            if (held && bytes <= ROOM_BYTES) {
                held = false;
                goOn = true;
            }
        }
        if (goOn) {
            sender.goOn();
        }
        // Not read-only: digests copy what hides its array.
        return next == null ? null : next.bytes;
    }

    private void await() throws IOException {
        try {
            lock.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
