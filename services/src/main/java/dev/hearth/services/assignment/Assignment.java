package dev.hearth.services.assignment;

import dev.hearth.core.Ports;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.Worker;
import java.util.concurrent.CompletionStage;

/** Hands out execution environments; never carries payloads. */
public interface Assignment {

    /** Assignment over one worker, whose listener it becomes. */
    static Assignment create(Worker worker, Ports ports) {
        PooledAssignment assignment = new PooledAssignment(worker, ports);
        worker.listener(assignment::gone);
        return assignment;
    }

    /**
     * An environment of exactly {@code spec}'s function, version and revision, for the caller alone: an idle one at
     * once, else whichever is first, a new one that is ready or another that became idle. Refused when there are too
     * many environments.
     */
    CompletionStage<EnvironmentStart> acquire(EnvironmentSpec spec);

    /**
     * Gives an environment back; it is pooled when {@code reusable} and its revision is still the newest, else
     * destroyed.
     */
    void release(EnvironmentSpec spec, String environmentId, boolean reusable);

    /** Destroys the idle environments of a function that changed, and keeps the busy ones from being pooled again. */
    void retire(String functionArn);
}
