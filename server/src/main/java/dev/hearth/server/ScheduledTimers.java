package dev.hearth.server;

import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All timers on one thread, which sleeps while nothing is due. */
final class ScheduledTimers implements Timers, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledTimers.class);

    private record ScheduledTimer(Future<?> future) implements Timer {
        @Override
        public void cancel() {
            future.cancel(false);
        }
    }

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("hearth-timers").daemon().factory());

    ScheduledTimers() {
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((work, pool) -> {
            // Work asked for while the server ends has nobody left to serve.
        });
    }

    @Override
    public Timer after(Duration delay, Runnable work) {
        long nanos = Math.max(0, delay.toNanos());
        return new ScheduledTimer(executor.schedule(() -> run(work), nanos, TimeUnit.NANOSECONDS));
    }

    /** A bug in one timer's work must not silence the others, and must be seen. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A timer's work failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
