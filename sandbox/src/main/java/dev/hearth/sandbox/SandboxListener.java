package dev.hearth.sandbox;

import java.nio.ByteBuffer;

/**
 * What a driver tells of one sandbox. Calls come from the driver's own threads, never two at a time for one sandbox,
 * and must return quickly.
 */
public interface SandboxListener {

    /**
     * The Runtime API must be served here from now on; a connection made inside before the call waits in the socket's
     * backlog. May be called before {@link SandboxDriver#start} returned.
     */
    void serveRuntimeApi(RuntimeApiSocket socket);

    /**
     * Bytes that processes inside wrote to stdout or stderr (Lambda does not tell them apart either), in order. The
     * buffer is valid during the call only.
     */
    void output(ByteBuffer bytes);

    /** The extension {@code name} of the {@link SandboxSpec} ended while the sandbox goes on. */
    default void extensionEnded(String name, SandboxEnd end) {
        // who names no extensions hears of none
    }

    /** Every process inside is gone and all output was delivered. Called exactly once. */
    void ended(SandboxEnd end);
}
