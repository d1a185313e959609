package dev.hearth.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.InvocationTimes.Phase;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationTimesTest {

    private static final long END = 1000;

    private final InvocationTimes times = new InvocationTimes().received(100);

    @Test
    void aWarmInvocationGoesThroughFivePhases() {
        enter();
        times.delivered(160);
        times.answered(900);
        assertThat(times.cold()).isFalse();
        assertThat(phases()).containsExactlyEntriesOf(expected(10, 20, 30, 0, 0, 0, 740, 100));
    }

    /**
     * The environment's start, in turn: all of it waited for, begun before, ready before, unfinished sandbox at
     * ready.
     */
    @ParameterizedTest
    @CsvSource({
        "140, 200, 300, 10, 60, 100, 5, true",
        "110, 200, 300, 0, 70, 100, 5, true",
        "110, 120, 300, 0, 0, 170, 5, true",
        "110, 120, 125, 0, 0, 0, 175, false"
    })
    void aColdOneWaitsForWhatIsLeftOfTheStart(
            long begun, long made, long ready, long placed, long sandbox, long init, long assigned, boolean cold) {
        enter();
        times.environment(begun, made, ready);
        times.delivered(305);
        times.answered(900);
        assertThat(times.cold()).isEqualTo(cold);
        assertThat(phases()).containsExactlyEntriesOf(expected(10, 20, assigned, placed, sandbox, init, 595, 100));
    }

    @Test
    void aRefusalSpendsTheRestWhereItWasRefused() {
        times.entered(110);
        assertThat(phases()).containsExactlyEntriesOf(expected(10, 890, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void anAnswerWithoutDeliveryHasNoRun() {
        enter();
        times.answered(900);
        assertThat(phases()).containsExactlyEntriesOf(expected(10, 20, 770, 0, 0, 0, 0, 100));
    }

    @Test
    void theFirstDeliveryCounts() {
        enter();
        times.delivered(160);
        times.delivered(500);
        times.answered(900);
        assertThat(times.nanos(Phase.RUN, END)).isEqualTo(740);
    }

    private void enter() {
        times.entered(110);
        times.counted(130);
    }

    private Map<Phase, Long> phases() {
        Map<Phase, Long> phases = new EnumMap<>(Phase.class);
        Arrays.stream(Phase.values()).forEach(phase -> phases.put(phase, times.nanos(phase, END)));
        assertThat(phases.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(END - 100);
        return phases;
    }

    private static Map<Phase, Long> expected(long... nanos) {
        Map<Phase, Long> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            phases.put(phase, nanos[phase.ordinal()]);
        }
        return phases;
    }
}
