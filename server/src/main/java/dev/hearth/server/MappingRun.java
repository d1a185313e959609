package dev.hearth.server;

import java.util.concurrent.CompletionStage;

/** The pollers of one event source mapping. */
interface MappingRun {

    /** Looks once a second how many there should be. */
    default void look() {}

    /** What came of the last batch, in AWS's words; empty for nothing yet. */
    String lastResult();

    /** Finishes what runs. Does not wait for it. */
    void stop();

    /** {@link #stop} because the process ends: the next one goes on where this one is. */
    default void shutDown() {
        stop();
    }

    /** Completes when nothing runs any more after {@link #stop}. */
    CompletionStage<Void> ended();
}
