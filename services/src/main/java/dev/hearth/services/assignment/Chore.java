package dev.hearth.services.assignment;

import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that is done some time after it was asked for; once, however often it is asked for until then. */
final class Chore {

    private final Timers timers;
    private final Duration delay;
    private final Runnable work;
    private final AtomicBoolean due = new AtomicBoolean();

    Chore(Timers timers, Duration delay, Runnable work) {
        this.timers = timers;
        this.delay = delay;
        this.work = work;
    }

    void soon() {
        if (!due.get() && due.compareAndSet(false, true)) {
            timers.after(delay, this::run);
        }
    }

    private void run() {
        due.set(false);
        work.run();
    }
}
