package dev.hearth.simulation;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.Tasks;
import dev.hearth.core.Time;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One life of a simulated process, from its start to its death: the ports of its rooms. It may stand still, its wall
 * clock may be wrong, and when it dies nothing of it runs any more.
 *
 * <p>Whatever reaches the process comes in by {@link #enter}. A call that blocks takes no time, except when the process
 * stands still in the midst of it: then the rest of that piece of work sees a clock that has gone on, and reaches
 * nobody but itself.
 */
final class ProcessLife implements Time, Timers, Tasks, Randomness {

    private final World world;
    private final String name;
    private long skewNanos;
    private long pausedUntilNanos;
    private long jumpNanos;
    private int depth;
    private boolean dead;

    ProcessLife(World world, String name, long skewNanos) {
        this.world = world;
        this.name = name;
        this.skewNanos = skewNanos;
    }

    String name() {
        return name;
    }

    Ports ports() {
        return new Ports(this, this, this, this);
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
    }

    /** It stands still from now on for so long. */
    void pause(long nanos) {
        pausedUntilNanos = Math.max(pausedUntilNanos, world.nanos() + nanos);
    }

    /** It stands still in the midst of a call, whose caller finds that time has passed. */
    void pauseInCall(long nanos) {
        pause(nanos);
        jumpNanos = pausedUntilNanos - world.nanos();
    }

    /** Whether the piece of work that runs stood still, so that it cannot reach anybody. */
    boolean jumped() {
        return jumpNanos > 0;
    }

    /** Sends something that arrives after {@code nanos}; what stood still sends it when it goes on. */
    void send(long nanos, Runnable arrival) {
        world.later(jumpNanos + nanos, arrival);
    }

    void skew(long nanos) {
        skewNanos = nanos;
    }

    /** Runs {@code work} in this process: now, or when it goes on, or never when it is dead. */
    void enter(Runnable work) {
        if (dead) {
            return;
        }
        long wait = pausedUntilNanos - world.nanos();
        if (wait > 0) {
            world.later(wait, () -> enter(work));
            return;
        }
        @Nullable ProcessLife before = world.swap(this);
        depth++;
        try {
            work.run();
        } catch (RuntimeException bug) {
            throw world.judge().crashed(bug);
        } finally {
            world.swap(before);
            if (--depth == 0) {
                jumpNanos = 0;
            }
        }
    }

    @Override
    public Instant instant() {
        return world.ports().time().instant().plusNanos(skewNanos + jumpNanos);
    }

    @Override
    public long nanos() {
        return world.nanos() + jumpNanos;
    }

    @Override
    public Timer after(Duration delay, Runnable work) {
        return world.ports().timers().after(delay.plusNanos(jumpNanos), () -> enter(work));
    }

    @Override
    public void start(String task, Runnable work) {
        world.ports().tasks().start(task, () -> enter(work));
    }

    @Override
    public byte[] bytes(int count) {
        return world.ports().randomness().bytes(count);
    }

    @Override
    public long nextLong() {
        return world.ports().randomness().nextLong();
    }

    @Override
    public String toString() {
        return name;
    }
}
