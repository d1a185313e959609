package dev.hearth.bench;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import dev.hearth.core.Timers;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Real time, timers, threads and randomness for parts that are measured without a server. */
final class BenchPorts implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    Ports ports() {
        Time time = new Time() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
        Timers delayed = (delay, work) -> {
            ScheduledFuture<?> later = timers.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> later.cancel(false);
        };
        Randomness randomness = new Randomness() {
            @Override
            public byte[] bytes(int count) {
                byte[] bytes = new byte[count];
                RANDOM.nextBytes(bytes);
                return bytes;
            }

            @Override
            public long nextLong() {
                return RANDOM.nextLong();
            }
        };
        return new Ports(
                time, delayed, (name, work) -> Thread.ofVirtual().name(name).start(work), randomness);
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
