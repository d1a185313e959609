package dev.hearth.sandbox;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    /**
     * Makes bootstrap and extensions stand still shortly afterwards, until {@link #thaw}: no processor time, no
     * timers. What they wrote is still delivered, and {@link #kill} ends them as ever. Without effect where the
     * machine cannot do it (the driver's verdict says so), and after {@link #stop} or {@link #kill}.
     */
    default void freeze() {
        // a driver that cannot says so in its verdict
    }

    /** Lets them go on; without effect when they do not stand still. Cheap. */
    default void thaw() {
        // nothing stands still
    }

    /**
     * Asks for the end: the bootstrap gets SIGTERM, and the sandbox ends when it and the {@code awaited} extensions
     * are gone. Whoever asks sets a limit by {@link #kill}.
     *
     * @param awaited names of extensions of the {@link SandboxSpec} that are given the time to end by themselves
     */
    default void stop(Set<String> awaited) {
        kill();
    }

    /**
     * Connects to 127.0.0.1:{@code port} inside. Completes exceptionally when nothing listens there or the driver
     * cannot; a refusal may also show only at the first read or write.
     */
    default CompletionStage<InsideSocket> connect(int port) {
        return CompletableFuture.failedStage(new SandboxException("this driver cannot connect to a port inside"));
    }

    /** The highest memory use so far, in bytes, as the limit counts it; 0 when the machine does not tell. */
    long peakMemoryBytes();
}
