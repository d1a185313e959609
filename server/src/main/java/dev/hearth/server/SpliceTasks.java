package dev.hearth.server;

import dev.hearth.core.Tasks;
import java.util.concurrent.Semaphore;

/**
 * Threads for what carries users' bytes between hosts: of the system's own, which wake at once, for as many as a busy
 * host has; the rest get virtual ones, which cost less to keep and more to wake.
 */
final class SpliceTasks implements Tasks {

    /** The most threads of the system's own; two for each connection. */
    private static final int PLATFORM_THREADS = 256;

    private static final long STACK_BYTES = 128L << 10;

    private final Semaphore platform = new Semaphore(PLATFORM_THREADS);

    @Override
    public void start(String name, Runnable work) {
        if (platform.tryAcquire()) {
            Thread.ofPlatform().daemon().stackSize(STACK_BYTES).name(name).start(() -> {
                try {
                    work.run();
                } finally {
                    platform.release();
                }
            });
        } else {
            Thread.ofVirtual().name(name).start(work);
        }
    }
}
