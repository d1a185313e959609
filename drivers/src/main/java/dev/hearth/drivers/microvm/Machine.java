package dev.hearth.drivers.microvm;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** A started virtual machine, as its driver sees it. Every method may be called from any thread, also after the end. */
public interface Machine {

    /** Ends it at once, without asking the guest. */
    void kill();

    /**
     * Makes its processors stand still.
     *
     * @throws IOException when the machine monitor refused or did not answer in time
     */
    void pause() throws IOException;

    /**
     * Lets them go on.
     *
     * @throws IOException when the machine monitor refused or did not answer in time
     */
    void resume() throws IOException;

    /** Completes when the process is gone, with a sentence on how it ended. Never completes exceptionally. */
    CompletionStage<String> ended();

    /** Gives back what the driver holds for it (sockets, files, taps); called once, after {@link #ended}. */
    void release();
}
