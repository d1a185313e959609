package dev.hearth.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VirtualPortsTest {

    private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");
    private final VirtualPorts virtual = new VirtualPorts(ORIGIN, 7);
    private final List<String> happened = new ArrayList<>();

    @Test
    void timersRunInOrderOfDueTimeThenOfRequest() {
        virtual.after(Duration.ofMillis(20), () -> happened.add("late"));
        virtual.after(Duration.ofMillis(10), () -> happened.add("first"));
        virtual.after(Duration.ofMillis(10), () -> happened.add("second"));
        virtual.advance(Duration.ofMillis(15));
        assertThat(happened).containsExactly("first", "second");
        virtual.advance(Duration.ofMillis(5));
        assertThat(happened).containsExactly("first", "second", "late");
    }

    @Test
    void aTimerSeesTheMomentItWasDueAt() {
        virtual.after(
                Duration.ofSeconds(3), () -> happened.add(virtual.instant().toString()));
        virtual.advance(Duration.ofMinutes(1));
        assertThat(happened).containsExactly("2026-01-01T00:00:03Z");
        assertThat(virtual.instant()).isEqualTo(ORIGIN.plusSeconds(60));
        assertThat(virtual.nanos()).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        Timers.Timer timer = virtual.after(Duration.ofMillis(1), () -> happened.add("cancelled"));
        timer.cancel();
        virtual.advance(Duration.ofSeconds(1));
        assertThat(happened).isEmpty();
    }

    @Test
    void aTimerMayAskForAnotherWithinTheSameStep() {
        virtual.after(
                Duration.ofMillis(1),
                () -> virtual.after(Duration.ofMillis(1), () -> happened.add("chained at " + virtual.nanos())));
        virtual.advance(Duration.ofMillis(2));
        assertThat(happened).containsExactly("chained at 2000000");
    }

    @Test
    void tasksWaitForTheNextSettleAndRunInOrder() {
        virtual.start("a", () -> {
            happened.add("a");
            virtual.start("c", () -> happened.add("c"));
        });
        virtual.start("b", () -> happened.add("b"));
        assertThat(happened).isEmpty();
        virtual.settle();
        assertThat(happened).containsExactly("a", "b", "c");
    }

    @Test
    void onePieceOfWorkRunsAtATimeTasksFirst() {
        virtual.after(Duration.ofNanos(20), () -> happened.add("timer"));
        virtual.after(Duration.ofNanos(10), () -> {}).cancel();
        virtual.start("a", () -> happened.add("task"));
        assertThat(virtual.runNext(20)).isTrue();
        assertThat(happened).containsExactly("task");
        assertThat(virtual.runNext(19)).as("only a cancelled timer is due").isFalse();
        assertThat(virtual.nanos()).isZero();
        assertThat(virtual.runNext(20)).isTrue();
        assertThat(happened).containsExactly("task", "timer");
        assertThat(virtual.nanos()).isEqualTo(20);
        assertThat(virtual.runNext(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void anyNumberOfTimersRunInOrder() {
        SplittableRandom random = new SplittableRandom(3);
        List<Long> due = new ArrayList<>();
        List<Long> ran = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            long nanos = random.nextLong(1_000);
            Timers.Timer timer = virtual.after(Duration.ofNanos(nanos), () -> ran.add(virtual.nanos()));
            if (i % 3 == 0) {
                timer.cancel();
            } else {
                due.add(nanos);
            }
        }
        assertThat(virtual.pending()).isEqualTo(5_000);
        virtual.advance(Duration.ofNanos(1_000));
        assertThat(ran).isEqualTo(due.stream().sorted().toList());
        assertThat(virtual.pending()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameBytesAndIds() {
        VirtualPorts twin = new VirtualPorts(ORIGIN, 7);
        assertThat(virtual.bytes(16)).isEqualTo(twin.bytes(16));
        assertThat(virtual.uuid()).isEqualTo(twin.uuid());
        assertThat(virtual.hex(32)).isEqualTo(twin.hex(32)).matches("[0-9a-f]{32}");
        assertThat(virtual.uuid().version()).isEqualTo(4);
        assertThat(virtual.uuid().variant()).isEqualTo(2);
    }
}
