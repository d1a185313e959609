package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KillVerdictTest {

    private static final long MILLI = 1_000_000;

    /** A kill from 1,000 to 1,020 ms. */
    private static final List<KillVerdict.Kill> KILLS = List.of(new KillVerdict.Kill(1_000 * MILLI, 1_020 * MILLI));

    private static RunLedger.Run run(long start, @Nullable Long end) {
        return RunLedger.Run.of(start * MILLI, end == null ? null : end * MILLI);
    }

    private static KillVerdict verdict(RunLedger.Run... runs) {
        return KillVerdict.of(Map.of("k", List.of(runs)), KILLS);
    }

    @Test
    void oneRunIsNoDuplicate() {
        assertThat(verdict(run(1, 2L))).isEqualTo(new KillVerdict(0, 0, List.of()));
    }

    @Test
    void aKillWithinARunOrSoonAfterItsEndExplainsTheNext() {
        assertThat(verdict(run(990, null), run(2_000, 2_001L))).isEqualTo(new KillVerdict(1, 0, List.of()));
        assertThat(verdict(run(990, 1_005L), run(2_000, 2_001L))).isEqualTo(new KillVerdict(1, 0, List.of()));
        assertThat(verdict(run(500, 501L), run(2_000, 2_001L))).isEqualTo(new KillVerdict(0, 1, List.of()));
    }

    @Test
    void anotherRunIsADuplicate() {
        assertThat(verdict(run(1_500, 1_501L), run(1_510, 1_511L)).unexplained())
                .containsExactly(
                        "k began again 10 ms after its begin; it had ended after 1 ms, and no kill in between");
        assertThat(verdict(run(-500, -499L), run(2_000, 2_001L)).unexplained())
                .as("a kill long after its end")
                .hasSize(1);
    }
}
