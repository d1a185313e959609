package dev.hearth.aws;

import dev.hearth.core.InvocationTimes;
import dev.hearth.core.InvocationTimes.Phase;
import io.netty.util.AsciiString;

/**
 * Hearth's own header of Invoke: whoever sends it, with any value, gets it back with how long the invocation was in
 * each phase, for example {@code queued=0.021,counted=0.004,assigned=0.110,run=1.502,returned=0.015}, in
 * milliseconds. Phases that it did not go through are left out.
 */
final class PhasesHeader {

    static final CharSequence NAME = AsciiString.cached("x-hearth-phases");

    private static final Phase[] PHASES = Phase.values();
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private PhasesHeader() {}

    static String of(InvocationTimes times, long endNanos) {
        StringBuilder text = new StringBuilder();
        for (Phase phase : PHASES) {
            long nanos = times.nanos(phase, endNanos);
            if (nanos > 0) {
                long micros = nanos / NANOS_PER_MICRO;
                text.append(text.isEmpty() ? "" : ",").append(phase.label()).append('=');
                text.append(micros / MICROS_PER_MILLI).append('.');
                text.append(Long.toString(MICROS_PER_MILLI + micros % MICROS_PER_MILLI), 1, 4);
            }
        }
        return text.toString();
    }
}
