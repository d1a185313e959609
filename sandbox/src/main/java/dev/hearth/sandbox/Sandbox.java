package dev.hearth.sandbox;

import java.util.concurrent.CompletionStage;

/** One running sandbox. Every method may be called from any thread, also after the end (then without effect). */
public interface Sandbox {

    String id();

    /** Kills every process inside, at once. The end is reported to the listener as usual. */
    void kill();

    /**
     * Delivers to the listener all output that was written before this call, then completes. Drivers that hold the
     * output's descriptor complete before returning.
     */
    CompletionStage<Void> drainOutput();

    /**
     * Tells that the init phase is over. Until then a driver may lend more processor time than the memory brings, as
     * Lambda does; from now on it is in proportion (1,769 MiB bring one processor). Cheap; to be called once.
     */
    default void initialized() {
        // a driver without such a limit has nothing to do
    }

    /** The highest memory use so far, in bytes, as the limit counts it; 0 when the machine does not tell. */
    long peakMemoryBytes();
}
