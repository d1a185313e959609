package dev.hearth.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Ports in virtual time, for unit tests and the simulation: one thread, a seeded generator, and a clock that moves only
 * when {@link #advance} says so. Not thread-safe on purpose: everything happens on the caller's thread, in a fixed
 * order.
 */
public final class VirtualPorts implements Time, Timers, Tasks, Randomness {

    private record Pending(long dueNanos, long order, Runnable work, VirtualTimer timer) {}

    private static final class VirtualTimer implements Timer {
        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final Instant origin;
    private final SplittableRandom random;
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(Comparator.comparingLong(Pending::dueNanos).thenComparingLong(Pending::order));
    private long nowNanos;
    private long order;

    public VirtualPorts(Instant origin, long seed) {
        this.origin = origin;
        this.random = new SplittableRandom(seed);
    }

    /** This object as the bundle that rooms take. */
    public Ports ports() {
        return new Ports(this, this, this, this);
    }

    /** Runs every ready task, and what they start, without moving the clock. */
    public void settle() {
        for (Runnable work = ready.poll(); work != null; work = ready.poll()) {
            work.run();
        }
    }

    /** Moves the clock by {@code step}, running what falls due, in order of due time. */
    public void advance(Duration step) {
        long end = nowNanos + step.toNanos();
        settle();
        for (Pending next = pending.peek(); next != null && next.dueNanos <= end; next = pending.peek()) {
            pending.poll();
            nowNanos = next.dueNanos;
            if (!next.timer.cancelled) {
                next.work.run();
            }
            settle();
        }
        nowNanos = end;
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(nowNanos);
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public Timer after(Duration delay, Runnable work) {
        VirtualTimer timer = new VirtualTimer();
        pending.add(new Pending(nowNanos + Math.max(0, delay.toNanos()), order++, work, timer));
        return timer;
    }

    @Override
    public void start(String name, Runnable work) {
        ready.add(work);
    }

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }
}
