package dev.hearth.neighbours.apigateway;

import java.util.concurrent.atomic.AtomicLong;

/** How much of a limited memory messages take that wait. Thread-safe. */
final class WaitingBytes {

    private static final int BYTES_PER_CHAR = 2;
    /** Of a message beside its text: objects, a place in a queue. */
    private static final int BYTES_PER_MESSAGE = 128;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    WaitingBytes(long most) {
        this.most = most;
    }

    /** Takes room for a message; whether there was some. */
    boolean take(String message) {
        long size = size(message);
        if (taken.addAndGet(size) <= most) {
            return true;
        }
        taken.addAndGet(-size);
        return false;
    }

    /** Gives the room of a message back. */
    void give(String message) {
        taken.addAndGet(-size(message));
    }

    /** Bytes. */
    long taken() {
        return taken.get();
    }

    static long size(String message) {
        return BYTES_PER_MESSAGE + (long) message.length() * BYTES_PER_CHAR;
    }
}
