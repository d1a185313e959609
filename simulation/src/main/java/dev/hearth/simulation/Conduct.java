package dev.hearth.simulation;

import java.nio.ByteBuffer;

/** What a function does with an invocation; the caller says it in the payload, as one would to a test function. */
enum Conduct {
    ANSWERS,
    /** It returns an error; its environment goes on. */
    FAILS,
    /** It runs into its timeout. */
    HANGS,
    /** Its process ends. */
    CRASHES,
    /** It answers or returns an error, as chance has it. */
    FLAKY;

    /** Spread of run times: a few are very long. */
    static final double SIGMA = 1.0;

    /** How much longer the mean run is than the median with that spread. */
    static final double MEAN_OVER_MEDIAN = Math.exp(SIGMA * SIGMA / 2);

    private static final Conduct[] ALL = values();

    ByteBuffer payload(long runNanos) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) ordinal())
                .putLong(runNanos)
                .flip();
    }

    /** The same for a batch of messages: its number, and what the function says of it when it answers. */
    ByteBuffer payload(long runNanos, long batch, byte[] response) {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + response.length)
                .put((byte) ordinal())
                .putLong(runNanos)
                .putLong(batch)
                .put(response)
                .flip();
    }

    static long batch(ByteBuffer payload) {
        return payload.getLong(1 + Long.BYTES);
    }

    /** What the function answers: nothing, except to a batch. */
    static ByteBuffer response(ByteBuffer payload) {
        int from = Math.min(payload.limit(), 1 + 2 * Long.BYTES);
        return payload.slice(from, payload.limit() - from);
    }

    static Conduct of(ByteBuffer payload) {
        return ALL[payload.get(0)];
    }

    static long runNanos(ByteBuffer payload) {
        return payload.getLong(1);
    }
}
