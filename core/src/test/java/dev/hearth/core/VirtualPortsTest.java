package dev.hearth.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    void theSameSeedGivesTheSameBytesAndIds() {
        VirtualPorts twin = new VirtualPorts(ORIGIN, 7);
        assertThat(virtual.bytes(16)).isEqualTo(twin.bytes(16));
        assertThat(virtual.uuid()).isEqualTo(twin.uuid());
        assertThat(virtual.hex(32)).isEqualTo(twin.hex(32)).matches("[0-9a-f]{32}");
        assertThat(virtual.uuid().version()).isEqualTo(4);
        assertThat(virtual.uuid().variant()).isEqualTo(2);
    }
}
