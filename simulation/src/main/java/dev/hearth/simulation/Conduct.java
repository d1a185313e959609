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
    CRASHES;

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

    static Conduct of(ByteBuffer payload) {
        return ALL[payload.get(0)];
    }

    static long runNanos(ByteBuffer payload) {
        return payload.getLong(1);
    }
}
