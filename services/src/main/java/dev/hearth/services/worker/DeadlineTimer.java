package dev.hearth.services.worker;

import dev.hearth.core.Time;
import dev.hearth.core.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One environment's alarm. It is not moved when a deadline moves back, as it does with every invocation: it rings too
 * early then, and is set again for what is left. So a warm invocation costs no timer.
 */
final class DeadlineTimer {

    private final Timers timers;
    private final Time time;
    private final Runnable ring;
    private Timers.@Nullable Timer armed;
    private long armedFor = EnvironmentState.NO_DEADLINE;
    private long rings;

    DeadlineTimer(Timers timers, Time time, Runnable ring) {
        this.timers = timers;
        this.time = time;
        this.ring = ring;
    }

    /** Makes sure that the alarm rings at {@code deadlineNanos}, or earlier. */
    synchronized void atMost(long deadlineNanos) {
        if (deadlineNanos == EnvironmentState.NO_DEADLINE || armed != null && armedFor - deadlineNanos <= 0) {
            return;
        }
        if (armed != null) {
            armed.cancel();
        }
        long ring = ++rings;
        armedFor = deadlineNanos;
        armed = timers.after(Duration.ofNanos(deadlineNanos - time.nanos()), () -> ring(ring));
    }

    private void ring(long number) {
        synchronized (this) {
            if (number != rings) {
                return;
            }
            armed = null;
        }
        ring.run();
    }
}
