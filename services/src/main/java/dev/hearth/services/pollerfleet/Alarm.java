package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rings once, at the earliest of the moments that it was set to. */
final class Alarm {

    private final Ports ports;
    private final Runnable ring;
    private Timers.@Nullable Timer timer;
    private @Nullable Instant at;

    Alarm(Ports ports, Runnable ring) {
        this.ports = ports;
        this.ring = ring;
    }

    /** Rings when {@code due} has come, unless it rings before. */
    synchronized void set(Instant due) {
        if (at != null && !due.isBefore(at)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        at = due;
        Duration wait = Duration.between(ports.time().instant(), due);
        timer = ports.timers().after(wait.isNegative() ? Duration.ZERO : wait.plusMillis(1), this::rung);
    }

    private void rung() {
        synchronized (this) {
            timer = null;
            at = null;
        }
        ring.run();
    }
}
