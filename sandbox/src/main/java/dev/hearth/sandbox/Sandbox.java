package dev.hearth.sandbox;

import java.util.concurrent.CompletionStage;

/** One running sandbox. Every method may be called from any thread, also after the end (then without effect). */
public interface Sandbox {

    String id();

    /** Kills every process inside, at once. The end is reported to the listener as usual. */
    void kill();

    /**
     * Delivers to the listener all output that was written before this call, then completes. Drivers that hold the output's
     * descriptor complete before returning.
     */
    CompletionStage<Void> drainOutput();

    /** The highest memory use so far, in bytes, as the limit counts it; 0 when the machine does not tell. */
    long peakMemoryBytes();
}
