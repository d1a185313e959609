package dev.hearth.services.worker;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The execution environments of one host. */
public interface Worker extends AutoCloseable {

    /**
     * Starts an environment and runs its init phase. Completes when the runtime asked for its first invocation or its init
     * failed; a failed environment still takes one {@link #invoke}, which answers with the init error, as Lambda does.
     * Never completes exceptionally: what can go wrong is in {@link EnvironmentStart}.
     */
    CompletionStage<EnvironmentStart> start(EnvironmentSpec spec);

    /**
     * Runs one invocation in an environment that {@link #start} returned and that is idle. Never completes exceptionally;
     * timeout, crash and refusals of the runtime are results.
     */
    CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation);

    /** Ends an environment, whatever it is doing. */
    void destroy(String environmentId);

    /** What runs here now. */
    List<EnvironmentReport> report();

    /** Told, on a thread of the worker's, when an idle environment can serve no more. */
    interface Listener {

        void gone(String environmentId);
    }

    /** Destroys every environment and waits until nothing of them is left. */
    @Override
    void close();
}
