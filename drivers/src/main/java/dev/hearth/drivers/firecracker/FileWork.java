package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where microVMs' folders are made: a few threads of the system, in turn. Each of the some sixty system calls of it
 * would
 * make a virtual thread's scheduler look for a replacement of its carrier; and when many microVMs start at once, the
 * first of them are ready early, in the place of all at the end.
 */
final class FileWork {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int IDLE_SECONDS = 10;

    private static final ThreadPoolExecutor TURNS = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> Thread.ofPlatform()
                    .daemon()
                    .name("hearth-firecracker-files")
                    .unstarted(work));

    static {
        TURNS.allowCoreThreadTimeOut(true);
    }

    private FileWork() {}

    /** Work that may fail. */
    @FunctionalInterface
    interface Work {
        void perform() throws IOException;
    }

    /** Performs {@code work} when it is its turn, and waits for it even when interrupted: half a folder is none. */
    static void perform(Work work) throws IOException {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            work.perform();
            return true;
        });
        TURNS.execute(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException known -> throw known;
                case RuntimeException bug -> throw bug;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failed.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
