package dev.hearth.core;

import java.time.Duration;

/** Runs work later. The work is short and never blocks; it hands longer work to {@link Tasks}. */
public interface Timers {

    /** Runs {@code work} once, no earlier than {@code delay} from now. */
    Timer after(Duration delay, Runnable work);

    /** A pending piece of work. */
    interface Timer {

        /** Takes the work back; without effect when it already ran or was cancelled. */
        void cancel();
    }
}
