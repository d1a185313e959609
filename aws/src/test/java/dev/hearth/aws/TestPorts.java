package dev.hearth.aws;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import java.time.Instant;
import java.util.SplittableRandom;

/** The real clock and virtual threads, with randomness from a seed: for tests that go over a socket. */
final class TestPorts {

    private TestPorts() {}

    static Ports real(long seed) {
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
        return new Ports(
                time,
                (delay, work) -> {
                    throw new UnsupportedOperationException("the edge sets no timers of its own");
                },
                (name, work) -> Thread.ofVirtual().name(name).start(work),
                seeded(seed));
    }

    private static Randomness seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Randomness() {
            @Override
            public synchronized byte[] bytes(int count) {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            }

            @Override
            public synchronized long nextLong() {
                return random.nextLong();
            }
        };
    }
}
