package dev.hearth.services.assignment;

import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import java.util.concurrent.CompletionStage;

/** Hands out execution environments; never carries payloads. */
public interface Assignment {

    /**
     * An environment of exactly {@code spec}'s function, version and revision, for the caller alone: an idle one at once, or a
     * new one when it is ready.
     */
    CompletionStage<EnvironmentStart> acquire(EnvironmentSpec spec);

    /** Gives an environment back; it is pooled when {@code reusable} and its revision is still the newest, else destroyed. */
    void release(EnvironmentSpec spec, String environmentId, boolean reusable);

    /** Destroys the idle environments of a function that changed, and keeps the busy ones from being pooled again. */
    void retire(String functionArn);
}
