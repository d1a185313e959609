package dev.hearth.core;

import java.time.Instant;
import java.time.InstantSource;

/** The only clock: wall time for people and records, monotonic nanoseconds for durations. */
public interface Time extends InstantSource {

    /** Wall-clock time; may jump. Never used to measure a duration. */
    @Override
    Instant instant();

    /** Monotonic nanoseconds from an arbitrary origin; only differences mean anything. */
    long nanos();
}
