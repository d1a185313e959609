package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Real time and threads: sockets and processes know no other. */
public final class RealPorts {

    private static final ScheduledExecutorService TIMERS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private RealPorts() {}

    public static Ports ports() {
        return new Ports(
                time(),
                RealPorts::after,
                (name, work) -> Thread.ofVirtual().name(name).start(work),
                random());
    }

    private static Timers.Timer after(Duration delay, Runnable work) {
        Future<?> pending = TIMERS.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }

    private static Time time() {
        return new Time() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }

    private static Randomness random() {
        return new Randomness() {
            @Override
            public byte[] bytes(int count) {
                byte[] bytes = new byte[count];
                ThreadLocalRandom.current().nextBytes(bytes);
                return bytes;
            }

            @Override
            public long nextLong() {
                return ThreadLocalRandom.current().nextLong();
            }
        };
    }
}
