package dev.hearth.drivers.microvm;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import dev.hearth.core.Timers;
import java.time.Instant;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;

/** Real time and threads, for tests with real sockets; seeded randomness. */
public final class RealPorts {

    private RealPorts() {}

    public static Ports create() {
        Random random = new Random(1);
        Timer timer = new Timer("test-timers", true);
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
        Timers timers = (delay, work) -> {
            TimerTask task = new TimerTask() {
                @Override
                public void run() {
                    work.run();
                }
            };
            timer.schedule(task, delay.toMillis());
            return task::cancel;
        };
        Randomness randomness = new Randomness() {
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
        };
        return new Ports(
                time, timers, (name, work) -> Thread.ofVirtual().name(name).start(work), randomness);
    }
}
