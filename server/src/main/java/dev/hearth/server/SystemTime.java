package dev.hearth.server;

import dev.hearth.core.Time;
import java.time.Instant;

/** The machine's clock. */
record SystemTime() implements Time {

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
