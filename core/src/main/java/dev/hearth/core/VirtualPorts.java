package dev.hearth.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Ports in virtual time, for unit tests and the simulation: one thread, a seeded generator, and a clock that moves only
 * when {@link #advance} says so. Not thread-safe on purpose: everything happens on the caller's thread, in a fixed
 * order.
 */
public final class VirtualPorts implements Time, Timers, Tasks, Randomness {

    private final Instant origin;
    private final SplittableRandom random;
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final TimerHeap pending = new TimerHeap();
    private long nowNanos;

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
        boolean more = true;
        while (more) {
            more = runNext(end);
        }
        nowNanos = end;
    }

    /**
     * Runs one piece of work: a ready task, else the earliest timer that is due by {@code lastNanos}, to whose time the
     * clock moves. False, and without effect, when there is neither.
     */
    public boolean runNext(long lastNanos) {
        Runnable task = ready.poll();
        if (task != null) {
            task.run();
            return true;
        }
        for (TimerHeap.Entry next = pending.first();
                next != null && next.dueNanos() <= lastNanos;
                next = pending.first()) {
            pending.removeFirst();
            Runnable work = next.work();
            if (work != null) {
                nowNanos = next.dueNanos();
                work.run();
                return true;
            }
        }
        return false;
    }

    /** How many timers are pending, cancelled ones that are not due yet included. */
    public int pending() {
        return pending.size();
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
        return pending.add(nowNanos + Math.max(0, delay.toNanos()), work);
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
