package dev.hearth.neighbours.apigateway;

import java.util.concurrent.TimeUnit;

/** A bucket of tokens: {@code rate} come in a second, at most {@code burst} wait. Any thread's. */
final class Throttle {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double rate;
    private final double burst;
    private double tokens;
    private long since;
    private boolean begun;

    Throttle(double rate, double burst) {
        this.rate = rate;
        this.burst = burst;
        this.tokens = burst;
    }

    synchronized boolean take(long now) {
        if (begun) {
            tokens = Math.min(burst, tokens + (now - since) * rate / NANOS);
        }
        begun = true;
        since = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
