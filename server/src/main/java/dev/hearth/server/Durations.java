package dev.hearth.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of durations, made to be written on the hot path: one search among few bounds and two atomic additions,
 * nothing allocated. Micrometer's own also keeps a decaying maximum, which costs more than all of this.
 */
final class Durations {

    /** Upper bounds of the buckets, nanoseconds: from a step inside Hearth to a function's longest timeout. */
    private static final long[] BOUNDS = bounds(
            5,
            10,
            25,
            50,
            100,
            250,
            500,
            1_000,
            2_500,
            5_000,
            10_000,
            25_000,
            50_000,
            100_000,
            250_000,
            500_000,
            1_000_000,
            2_500_000,
            10_000_000,
            60_000_000);

    private static final double NANOS_PER_SECOND = 1e9;
    /** Where the sum stands, behind the buckets and the one without a bound. */
    private static final int SUM = BOUNDS.length + 1;

    private final AtomicLongArray cells = new AtomicLongArray(SUM + 1);

    private static long[] bounds(long... micros) {
        long[] nanos = new long[micros.length];
        for (int i = 0; i < micros.length; i++) {
            nanos[i] = TimeUnit.MICROSECONDS.toNanos(micros[i]);
        }
        return nanos;
    }

    void add(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        cells.getAndIncrement(bucket);
        cells.getAndAdd(SUM, nanos);
    }

    boolean isEmpty() {
        for (int i = 0; i < SUM; i++) {
            if (cells.get(i) > 0) {
                return false;
            }
        }
        return true;
    }

    double sumSeconds() {
        return cells.get(SUM) / NANOS_PER_SECOND;
    }

    /** How many fell into each bucket, in the order of {@link #boundsSeconds}. */
    long[] counts() {
        long[] counts = new long[SUM];
        for (int i = 0; i < SUM; i++) {
            counts[i] = cells.get(i);
        }
        return counts;
    }

    /** Upper bounds of the buckets, the last one infinite. */
    static double[] boundsSeconds() {
        double[] seconds = new double[SUM];
        for (int i = 0; i < BOUNDS.length; i++) {
            seconds[i] = BOUNDS[i] / NANOS_PER_SECOND;
        }
        seconds[BOUNDS.length] = Double.POSITIVE_INFINITY;
        return seconds;
    }
}
