package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts the processes of microVMs; {@link FakeFirecracker} stands in for it where there is no Firecracker. */
interface VmmLauncher {

    /** A started process: the jailer, which becomes Firecracker itself. */
    interface VmmProcess {

        long pid();

        boolean isAlive();

        /** Completes with the exit status when the process is gone; 128 and more for a death by signal. */
        CompletableFuture<Integer> exit();

        /** SIGKILL. */
        void kill();
    }

    /**
     * Starts {@code command}.
     *
     * @param folder its working directory
     * @param output file that gets its stdout and stderr
     */
    VmmProcess start(List<String> command, Path folder, Path output) throws IOException;
}
