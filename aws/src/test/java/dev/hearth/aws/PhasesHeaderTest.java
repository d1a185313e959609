package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.InvocationTimes;
import org.junit.jupiter.api.Test;

class PhasesHeaderTest {

    @Test
    void phasesAreMillisecondsInTheOrderOfTheWay() {
        InvocationTimes times = new InvocationTimes().received(0);
        times.entered(21_000);
        times.counted(25_999);
        times.delivered(25_999);
        times.answered(1_500_000_000);
        assertThat(PhasesHeader.of(times, 1_500_007_000L))
                .isEqualTo("queued=0.021,counted=0.004,run=1499.974,returned=0.007");
    }
}
