package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promised numbers of the built program. Each time is the best of a few runs: other work on the machine can only
 * make a run slower than the program is.
 */
@Tag("slow")
class PromiseTest {

    private static final int RUNS = 7;
    private static final Duration READY = Duration.ofMillis(1500);
    private static final Duration QUICK_COMMAND = Duration.ofMillis(250);
    private static final long IDLE_KB = 160 * 1024;

    @TempDir
    private Path home;

    @BeforeAll
    static void onlyTheBuiltProgram() {
        assumeFalse(
                System.getProperty("hearth.launcher", "").isEmpty(),
                "the run was not started by ./hearth test, so the start-up caches may not be built");
    }

    @Test
    void upIsReadyInTimeAndSmallWhenIdle() {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            try (ChildHearth hearth = ChildHearth.start(home)) {
                times.add(Duration.ofNanos(System.nanoTime() - start));
                assertThat(hearth.status("VmRSS")).as("resident KiB").isLessThan(IDLE_KB);
            }
        }
        System.out.println("up to ready: " + times);
        assertThat(Collections.min(times)).isLessThan(READY);
    }

    @Test
    void helpAndEnvAreQuick() {
        try (ChildHearth hearth = ChildHearth.start(home)) {
            assertThat(hearth.pid()).isPositive();
        }
        assertThat(best("--help")).as("--help").isLessThan(QUICK_COMMAND);
        assertThat(best("env")).as("env").isLessThan(QUICK_COMMAND);
    }

    private Duration best(String command) {
        CommandLine line = new CommandLine(home);
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            assertThat(line.hearth(command).status()).isZero();
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        System.out.println(command + ": " + times);
        return Collections.min(times);
    }
}
