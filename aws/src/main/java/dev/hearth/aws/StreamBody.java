package dev.hearth.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A body between the event loop that receives it and the task that reads it. The sender is held up while more than
 * {@link #FULL_BYTES} wait.
 */
final class StreamBody {

    /** What may wait for the task before the sender is held up; bytes. */
    static final int FULL_BYTES = 1 << 20;

    /** What may still wait when the sender goes on; bytes. */
    static final int ROOM_BYTES = 256 * 1024;

    private final EdgeLoop loop;
    private final HttpServerRequest request;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private final Object lock = new Object();
    private int bytes;
    private boolean held;
    private boolean over;
    private @Nullable String broken;

    StreamBody(EdgeLoop loop, HttpServerRequest request) {
        this.loop = loop;
        this.request = request;
    }

    /** On the loop. */
    void add(Buffer chunk) {
        synchronized (lock) {
            waiting.add(chunk);
            bytes += chunk.length();
            if (bytes > FULL_BYTES && !held) {
                held = true;
                request.pause();
            }
            lock.notifyAll();
        }
    }

    void end() {
        synchronized (lock) {
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

    /** The next bytes; null at the end. On a task. */
    @Nullable
    ByteBuffer read() throws IOException {
        Buffer next;
        boolean goOn = false;
        synchronized (lock) {
            while (waiting.isEmpty() && !over && broken == null) {
                await();
            }
            if (broken != null) {
                throw new IOException(broken);
            }
            next = waiting.poll();
            if (next != null) {
                bytes -= next.length();
            }
            if (held && bytes < ROOM_BYTES) {
                held = false;
                goOn = true;
            }
        }
        if (goOn) {
            loop.run(request::resume);
        }
        // Not read-only: digests copy what hides its array.
        return next == null ? null : ((BufferInternal) next).getByteBuf().nioBuffer();
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
