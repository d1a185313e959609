package dev.hearth.server;

import dev.hearth.core.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The machine's clock. */
record SystemTime() implements Time {

    /** For tests of hosts whose clocks differ: names a file with the milliseconds by which this one's is wrong. */
    private static final String WRONG_BY = "HEARTH_CLOCK_WRONG_BY_FILE";

    /** The clock of this process. */
    static Time ofProcess() {
        String file = System.getenv(WRONG_BY);
        return file == null || file.isEmpty() ? new SystemTime() : new WrongTime(Path.of(file));
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /**
     * A wall clock that is wrong, by what is in a file whenever it is asked; the monotonic one is right.
     *
     * @param file a decimal number of milliseconds, negative for a clock that is behind
     */
    private record WrongTime(Path file) implements Time {

        @Override
        public Instant instant() {
            try {
                return Instant.now()
                        .plus(Duration.ofMillis(
                                Long.parseLong(Files.readString(file).strip())));
            } catch (IOException e) {
                throw new UncheckedIOException("the clock's error cannot be read", e);
            }
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }
}
