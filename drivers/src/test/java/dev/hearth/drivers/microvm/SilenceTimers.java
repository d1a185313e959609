package dev.hearth.drivers.microvm;

import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Timers for tests of what is given up: a limit of theirs ends only after {@link #silence}, when nothing more will
 * come. Before it each has {@link #PATIENT}, so that a slow machine is not taken for a silent one.
 */
public final class SilenceTimers implements Timers {

    /** How long anything may take that does come. */
    public static final Duration PATIENT = Duration.ofMinutes(1);

    private final Timers real;
    private final Set<Limit> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;

    public SilenceTimers(Timers real) {
        this.real = real;
    }

    /** From now on nothing comes: what is waited for is given up after its own limit. */
    public void silence() {
        silent = true;
        pending.forEach(limit -> real.after(limit.own, limit));
    }

    /** From now on all that is waited for comes, however late. */
    public void noSilence() {
        silent = false;
    }

    @Override
    public Timer after(Duration delay, Runnable work) {
        Limit limit = new Limit(delay, work);
        pending.add(limit);
        Timer patient = real.after(delay.compareTo(PATIENT) > 0 ? delay : PATIENT, limit);
        if (silent) {
            real.after(delay, limit);
        }
        return () -> {
            limit.done.set(true);
            pending.remove(limit);
            patient.cancel();
        };
    }

    /** One limit; it ends once. */
    private final class Limit implements Runnable {

        private final Duration own;
        private final Runnable work;
        private final AtomicBoolean done = new AtomicBoolean();

        private Limit(Duration own, Runnable work) {
            this.own = own;
            this.work = work;
        }

        @Override
        public void run() {
            if (done.compareAndSet(false, true)) {
                pending.remove(this);
                work.run();
            }
        }
    }
}
