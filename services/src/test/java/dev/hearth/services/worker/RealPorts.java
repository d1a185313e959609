package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.Tasks;
import dev.hearth.core.Time;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Ports on the real clock and real threads, for tests of shells; the clock can run faster or slower than the real one.
 */
public final class RealPorts implements Time, Timers, Tasks, Randomness, AutoCloseable {

    private static final Duration FAR_AWAY = Duration.ofHours(1);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<Runnable> farAway = new CopyOnWriteArrayList<>();
    private final double speed;

    public RealPorts() {
        this(1);
    }

    /** Ports whose durations pass {@code speed} times as fast; below 1 a busy machine has longer for everything. */
    public RealPorts(double speed) {
        this.speed = speed;
    }

    public Ports ports() {
        return new Ports(this, this, this, this);
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return (long) (System.nanoTime() * speed);
    }

    @Override
    public Timer after(Duration delay, Runnable work) {
        if (delay.compareTo(FAR_AWAY) > 0) {
            farAway.add(work);
            return () -> farAway.remove(work);
        }
        long nanos = Math.max(0, (long) (delay.toNanos() / speed) + 1);
        ScheduledFuture<?> future = scheduler.schedule(work, nanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** How much waits for a time that is more than an hour away. */
    int farAway() {
        return farAway.size();
    }

    /** Lets that time be now. */
    void reachFarAway() {
        List<Runnable> due = List.copyOf(farAway);
        farAway.clear();
        due.forEach(Runnable::run);
    }

    @Override
    public void start(String name, Runnable work) {
        Thread.ofVirtual().name(name).start(work);
    }

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

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
