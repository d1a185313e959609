package dev.hearth.services.worker;

import java.nio.ByteBuffer;

/**
 * Where the worker hands on a response while the function still writes it. All calls come one after the other, on a
 * thread of the worker's that must not be blocked.
 *
 * <p>The stream's end is the invocation's result: nothing that comes after it counts. A sink whose reader has gone
 * answers {@code true} and throws the bytes away, so that the function is not held up.
 */
public interface ResponseSink {

    /**
     * The function began to stream; called at most once, before the first chunk.
     *
     * @param executedVersion the version that runs
     * @param contentType what the runtime says of the body; empty for nothing
     */
    void begins(Source source, String executedVersion, String contentType);

    /**
     * The next bytes, which are the sink's from now on.
     *
     * @return false when the sink is full: nothing more is read from the function until {@link Source#resume}, except
     *     what was read already, at most 64 KiB
     */
    boolean chunk(ByteBuffer bytes);

    /** The function's side of the stream. */
    @FunctionalInterface
    interface Source {

        /** The sink has room again. May be called from any thread, and more often than needed. */
        void resume();
    }
}
